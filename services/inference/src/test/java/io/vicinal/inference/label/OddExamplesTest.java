package io.vicinal.inference.label;

import static io.vicinal.inference.InferenceService.asking;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.inference.ClassifyRequest;
import io.vicinal.contracts.inference.ClassifyResult;
import io.vicinal.contracts.inference.ClassifyResult.Classified;
import io.vicinal.contracts.json.Json;
import io.vicinal.inference.InferenceService;
import io.vicinal.testkit.broker.TestBroker;
import io.vicinal.testkit.broker.WithBroker;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** Collections that hardly tell anything: each has a stated answer. */
@WithBroker
@Timeout(120)
class OddExamplesTest {
    private static InferenceService service;

    @BeforeAll
    static void start(TestBroker broker) {
        service = new InferenceService(broker.bootstrapServers());
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static Classified ask(Collection collection, String more, String text) {
        return service.api()
                .classify(collection.name(), asking(more, text))
                .block()
                .results()
                .getFirst();
    }

    private static JsonNode describe(Collection collection, String field) {
        return service.api().describe(collection.name(), field).block();
    }

    @Test
    void aFieldThatThereIsNotOrOfAnotherTypeIsNamed() throws Exception {
        Collection collection = service.collection(1);
        for (String field : new String[] {"colour", "price", "note"}) {
            ClassifyRequest request = Json.mapper()
                    .readValue("{\"texts\":[\"x\"],\"label_field\":\"" + field + "\"}", ClassifyRequest.class);
            assertThatThrownBy(() ->
                            service.api().classify(collection.name(), request).block())
                    .isInstanceOfSatisfying(ProblemException.class, e -> {
                        assertThat(e.problem().status()).isEqualTo(400);
                        assertThat(e.problem().field()).isEqualTo("label_field");
                        assertThat(e.problem().detail()).contains(field);
                    });
        }
        assertThatThrownBy(() -> describe(collection, "colour"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(ProblemType.UNDECLARED_FIELD.is(e.problem()))
                                .isTrue());
    }

    @Test
    void withoutALabelledDocumentItAbstainsAndSaysWhy() throws Exception {
        Collection collection = service.collection(2);
        service.add(collection, "1", "a text without a label", "source", "s");
        for (String more : new String[] {"", ",'method':'votes'", ",'max_risk':0.1", ",'k':5"}) {
            Classified nothing = ask(collection, more, "anything");
            assertThat(nothing.label()).as(more).isNull();
            assertThat(nothing.abstained()).isTrue();
            assertThat(nothing.reason()).isEqualTo("no_examples");
            assertThat(nothing.distribution()).isEmpty();
        }
        assertThat(ask(collection, ",'prior':'balanced'", "anything").reason()).isEqualTo("no_examples");
        assertThat(ask(collection, ",'prior':'batch'", "anything").reason()).isEqualTo("no_examples");
        JsonNode described = describe(collection, "label");
        assertThat(described.get("examples").asInt()).isZero();
        assertThat(described.path("accuracy").isNull()
                        || described.path("accuracy").isMissingNode())
                .isTrue();
    }

    @Test
    void aSingleLabelIsThatLabel() throws Exception {
        Collection collection = service.collection(2);
        for (int i = 0; i < 10; i++) {
            service.add(collection, "d" + i, "red apple w" + i, "label", "fruit");
        }
        Classified only = ask(collection, "", "red apple");
        assertThat(only.label()).isEqualTo("fruit");
        assertThat(only.distribution())
                .singleElement()
                .satisfies(one -> assertThat(one.probability()).isCloseTo(1, within(1e-9)));
        for (String prior : new String[] {"balanced", "batch"}) {
            assertThat(ask(collection, ",'prior':'" + prior + "'", "red apple").label())
                    .isEqualTo("fruit");
        }
    }

    @Test
    void aLabelWithOneExampleIsToldByIt() throws Exception {
        Collection collection = service.collection(2);
        service.addBank(collection, 10);
        service.add(collection, "only", "rare orchid blooms", "label", "flower");
        Classified flower = ask(collection, "", "rare orchid blooms");
        assertThat(flower.label()).isEqualTo("flower");
        assertThat(flower.evidence().getFirst().documentId()).isEqualTo("only");
        JsonNode described = describe(collection, "label");
        assertThat(described.get("examples").asInt()).isEqualTo(31);
        assertThat(described.get("evaluated").asInt())
                .as("the only one cannot be left out")
                .isEqualTo(30);
    }

    @Test
    void duplicatesThatContradictEachOtherAreReported() throws Exception {
        Collection collection = service.collection(1);
        service.addBank(collection, 10);
        service.add(collection, "x1", "the very same text", "label", "card");
        service.add(collection, "x2", "the very same text", "label", "loan");
        JsonNode described = describe(collection, "label");
        assertThat(described.get("conflicting").asInt()).as("with another").isEqualTo(1);
        assertThat(described.get("conflicts").toString()).contains("x1", "x2", "card", "loan");
        assertThat(ask(collection, "", "the very same text").distribution()).hasSizeGreaterThan(1);
    }

    @Test
    void aTextOfAnotherLanguageIsStrange() throws Exception {
        Collection collection = service.collection(1);
        service.addBank(collection, 20);
        Classified own = ask(collection, "", "my card card is w77");
        Classified foreign = ask(collection, "", "wo bleibt denn das ganze geld hin");
        assertThat(own.isNovel()).isFalse();
        assertThat(foreign.isNovel()).isTrue();
        assertThat(foreign.novelty()).isGreaterThan(own.novelty());
        assertThat(ask(collection, ",'max_risk':0.3", "wo bleibt denn das ganze geld hin")
                        .abstained())
                .isTrue();
    }

    @Test
    void whatToExpectIsShownBeforeASingleTextIsSent() throws Exception {
        Collection collection = service.collection(2);
        service.addBank(collection, 15);
        JsonNode described = describe(collection, "label");
        assertThat(described.get("collection").asString()).isEqualTo(collection.name());
        assertThat(described.get("field").asString()).isEqualTo("label");
        assertThat(described.get("accuracy").asDouble()).isGreaterThan(0.9);
        assertThat(described.get("chosen").get("neighbours").asInt()).isPositive();
        assertThat(described.get("labels")).hasSize(3);
        assertThat(described.get("risk_coverage").isArray()).isTrue();
        assertThat(described.has("confusions")).isTrue();
        ClassifyResult then =
                service.api().classify(collection.name(), asking("", "my card")).block();
        assertThat(then.classifier().trainedAt())
                .hasToString(described.get("trained_at").asString());
    }
}
