package io.vicinal.inference.learn;

import static io.vicinal.inference.InferenceService.asking;
import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.inference.ClassifyResult;
import io.vicinal.contracts.inference.ClassifyResult.Evidence;
import io.vicinal.inference.InferenceService;
import io.vicinal.testkit.broker.TestBroker;
import io.vicinal.testkit.broker.WithBroker;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** Texts whose words say next to nothing of their labels, but for the first, which late interaction alone looks at. */
@WithBroker
@Timeout(120)
class LateInteractionsTest {
    private static final List<String> LABELS = List.of("ant", "bee", "cow");
    private static final int EACH = 60;

    private static InferenceService service;

    @BeforeAll
    static void start(TestBroker shared) {
        service = new InferenceService(shared.bootstrapServers());
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @AfterEach
    void behave() {
        service.shards.wellBehaved();
        service.words.instead = () -> null;
    }

    private static String text(String label, int i) {
        return label + " " + "x%d y%d z%d u%d v%d w%d".formatted(i % 5, i % 7, i % 11, i % 3, i % 4, i % 6);
    }

    private static Float firstWord(List<String> words, String text) {
        return text.startsWith(words.getFirst() + " ") ? 0.9f : 0.5f;
    }

    private static Collection animals(boolean tokens) throws Exception {
        Collection collection = tokens ? service.collectionWithTokens(2) : service.collection(2);
        for (String label : LABELS) {
            for (int i = 0; i < EACH; i++) {
                service.add(collection, label + i, text(label, i + label.charAt(0)), "label", label);
            }
        }
        return collection;
    }

    private static ClassifyResult ask(Collection collection) {
        return service.api()
                .classify(collection.name(), asking("", text("ant", 23), text("bee", 31), text("cow", 47)))
                .block();
    }

    private static JsonNode chosen(Collection collection) {
        return service.api()
                .describe(collection.name(), "label")
                .block()
                .get("chosen")
                .get("late_interaction");
    }

    @Test
    void countsWhereLeavingOneOutSaysThatItHelps() throws Exception {
        service.shards.lateInteraction = LateInteractionsTest::firstWord;
        Collection collection = animals(true);
        ClassifyResult result = ask(collection);
        assertThat(result.results())
                .extracting(one -> one.distribution().getFirst().label())
                .containsExactlyElementsOf(LABELS);
        assertThat(result.results())
                .allSatisfy(one -> assertThat(one.evidence())
                        .extracting(Evidence::lateInteraction)
                        .startsWith((double) 0.9f));
        assertThat(chosen(collection).doubleValue()).isGreaterThan(0);
    }

    @Test
    void isNotAskedForWithoutTokenVectors() throws Exception {
        service.shards.lateInteraction = LateInteractionsTest::firstWord;
        Collection collection = animals(false);
        assertThat(ask(collection).results())
                .allSatisfy(one -> assertThat(one.evidence())
                        .extracting(Evidence::lateInteraction)
                        .containsOnlyNulls());
        assertThat(chosen(collection).isNull()).isTrue();
    }

    @Test
    void examplesTooFewToTellAreNotEncoded() throws Exception {
        Collection collection = service.collectionWithTokens(2);
        service.addBank(collection, 5);
        int before = service.words.encoded.get();
        assertThat(chosen(collection).isNull()).isTrue();
        assertThat(service.words.encoded.get()).isEqualTo(before);
    }

    @Test
    void isDoneWithoutWhereTheEncoderIsAwayWhileItLearns() throws Exception {
        service.shards.lateInteraction = LateInteractionsTest::firstWord;
        service.words.instead =
                () -> Mono.error(ProblemType.SERVICE_UNAVAILABLE.exception(null, "The encoder is away."));
        Collection collection = animals(true);
        assertThat(chosen(collection).isNull()).isTrue();
    }
}
