package io.vicinal.inference.label;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.inference.ExamplesRequest;
import io.vicinal.contracts.inference.ExamplesResult;
import io.vicinal.contracts.inference.ExamplesResult.Example;
import io.vicinal.contracts.inference.ExamplesResult.LeftOut;
import io.vicinal.contracts.json.Json;
import io.vicinal.inference.InferenceService;
import io.vicinal.inference.Shards;
import io.vicinal.inference.Words;
import io.vicinal.testkit.broker.TestBroker;
import io.vicinal.testkit.broker.WithBroker;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a request for examples is answered with. */
@WithBroker
@Timeout(120)
class FewShotTest {
    private static InferenceService service;
    private static Collection bank;

    @BeforeAll
    static void start(TestBroker broker) throws Exception {
        service = new InferenceService(broker.bootstrapServers());
        bank = service.collection(3);
        service.addBank(bank, 60); // more of a label than are looked at first
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @AfterEach
    void behave() {
        service.shards.wellBehaved();
        service.shards.gone.clear();
    }

    private static ExamplesRequest asking(String text, String more) {
        String json = "{\"text\":" + Json.mapper().writeValueAsString(text) + more.replace('\'', '"') + "}";
        return Json.mapper().readValue(json, ExamplesRequest.class);
    }

    private static ExamplesResult ask(Collection collection, String text, String more) {
        return service.api().examples(collection.name(), asking(text, more)).block();
    }

    private static ExamplesResult ask(String text, String more) {
        return ask(bank, text, ",'label_field':'label'" + more);
    }

    private static void refused(Collection collection, ProblemType type, String field, String text, String more) {
        assertThatThrownBy(() -> ask(collection, text, more)).isInstanceOfSatisfying(ProblemException.class, e -> {
            assertThat(type.is(e.problem())).as(e.problem().toString()).isTrue();
            assertThat(e.problem().field()).isEqualTo(field);
        });
    }

    @Test
    void theNearestOfEachLabelThatThereIsTheMostSimilarLast() {
        ExamplesResult result = ask("my card card is w3", ",'k':6");
        assertThat(result.examples())
                .extracting(Example::label)
                .containsExactlyInAnyOrder("card", "card", "loan", "loan", "money", "money");
        assertThat(result.examples()).isSortedAccordingTo((a, b) -> Double.compare(a.similarity(), b.similarity()));
        Example last = result.examples().getLast();
        assertThat(last.documentId()).isEqualTo("card3");
        assertThat(last.text()).isEqualTo("my card card is w3");
        assertThat(last.similarity()).isGreaterThan(0.999);
        assertThat(last.labels()).isNull();
        assertThat(last.tokens()).isEqualTo(6 + 2); // 18 bytes of text, 4 of the label
        assertThat(result.tokens())
                .isEqualTo(result.examples().stream().mapToInt(Example::tokens).sum());
        assertThat(result.leftOut()).isEqualTo(new LeftOut(0, 0, 0));
        assertThat(result.warnings()).isEmpty();
    }

    @Test
    void withoutBalanceLabelsAreAsTheyCome() {
        assertThat(ask("my card card is w3", ",'balance':false").examples())
                .hasSize(ExamplesRequest.DEFAULT_K)
                .extracting(Example::label)
                .containsOnly("card");
    }

    @Test
    void theFilterHoldsForAllLabels() throws Exception {
        Collection mixed = service.collection(2);
        for (int i = 0; i < 60; i++) {
            service.add(
                    mixed, "t" + i, "open door number w" + i, Map.of("open", List.of("true"), "source", List.of("a")));
        }
        service.add(mixed, "f", "shut window", Map.of("open", List.of("false"), "source", List.of("a")));
        service.add(mixed, "hidden", "shut door", Map.of("open", List.of("false"), "source", List.of("b")));
        ExamplesResult result =
                ask(mixed, "open door", ",'label_field':'open','k':2,'filter':{'eq':{'source':'a'},'and':[]}");
        assertThat(result.examples()).extracting(Example::label).containsExactly("false", "true");
        assertThat(result.examples().getFirst().documentId()).isEqualTo("f");
    }

    @Test
    void whatDoesNotFitTheBudgetGivesItsPlaceToWhatDoes() throws Exception {
        Collection texts = service.collection(2);
        service.add(texts, "long", "my card " + "card ".repeat(100), "label", "card");
        service.add(texts, "short", "my card is here", "label", "card");
        service.add(texts, "again", "my card is here", "label", "loan");
        service.add(texts, "other", "some loan", "label", "loan");
        String more = ",'label_field':'label','k':2,'max_tokens':30,'balance':false,'diversity':0";
        ExamplesResult result = ask(texts, "my card card", more);
        assertThat(result.examples()).extracting(Example::documentId).containsExactly("other", "short");
        assertThat(result.tokens()).isLessThanOrEqualTo(30);
        assertThat(result.leftOut()).isEqualTo(new LeftOut(1, 1, 0));

        ExamplesResult nothing = ask(texts, "my card card", ",'max_tokens':1");
        assertThat(nothing.examples()).isEmpty();
        assertThat(nothing.tokens()).isZero();
        assertThat(nothing.leftOut().tooLong()).isEqualTo(4);
        assertThat(nothing.warnings()).singleElement().asString().contains("0 of 8", "4 documents");
    }

    @Test
    void whatWasDeletedMeanwhileIsReplaced() {
        service.shards.gone.addAll(List.of("card3", "card4"));
        ExamplesResult result = ask("my card card is w3", ",'k':4,'balance':false,'diversity':0");
        assertThat(result.examples())
                .hasSize(4)
                .noneMatch(one -> one.documentId().equals("card3"));
        assertThat(result.leftOut().gone()).isEqualTo(1);
    }

    @Test
    void documentsWithoutAnyFieldAreExamplesTooUnlessOneIsNamed() throws Exception {
        Collection plain = service.collection(2);
        service.add(plain, "a", "red car", Map.of());
        service.add(plain, "b", "blue car", "label", "x", "y");
        ExamplesResult any = ask(plain, "a car", "");
        assertThat(any.examples()).hasSize(2).allMatch(one -> one.label() == null && one.labels() == null);
        assertThat(any.warnings()).singleElement().asString().contains("2 of 8");
        Example labelled =
                ask(plain, "a car", ",'label_field':'label'").examples().getFirst();
        assertThat(labelled.documentId()).isEqualTo("b");
        assertThat(labelled.label()).isEqualTo("x");
        assertThat(labelled.labels()).containsExactly("x", "y");
        assertThat(ask(service.collection(1), "a car", "").warnings())
                .containsExactly("There is no document that may be an example.");
    }

    @Test
    void aTextLongerThanTheModelReadsIsSaidToBe() {
        assertThat(ask("card " + "x ".repeat(Words.READ), ",'k':1").warnings())
                .singleElement()
                .asString()
                .contains("longer than the model reads");
    }

    @Test
    void whatIsWrongIsNamed() throws Exception {
        refused(bank, ProblemType.MISSING_VALUE, "text", " ", "");
        refused(bank, ProblemType.INVALID_VALUE, "text", "nul \0", "");
        refused(bank, ProblemType.UNDECLARED_FIELD, "label_field", "x", ",'label_field':'nope'");
        refused(bank, ProblemType.INVALID_VALUE, "label_field", "x", ",'label_field':'price'");
        refused(bank, ProblemType.MISSING_VALUE, "label_field", "x", ",'label_field':' '");
        refused(bank, ProblemType.INVALID_VALUE, "k", "x", ",'k':0");
        refused(bank, ProblemType.INVALID_VALUE, "k", "x", ",'k':101");
        refused(bank, ProblemType.INVALID_VALUE, "max_tokens", "x", ",'max_tokens':0");
        refused(bank, ProblemType.INVALID_VALUE, "max_tokens", "x", ",'max_tokens':100001");
        refused(bank, ProblemType.INVALID_VALUE, "diversity", "x", ",'diversity':1.1");
        refused(bank, ProblemType.INVALID_VALUE, "balance", "x", ",'balance':true");
        assertThatThrownBy(
                        () -> service.api().examples("nowhere", asking("x", "")).block())
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(ProblemType.UNKNOWN_COLLECTION.is(e.problem()))
                                .isTrue());
    }

    @Test
    void withoutAShardThereIsNoAnswer() {
        service.shards.before = shard -> shard == 1 ? Shards.away() : reactor.core.publisher.Mono.empty();
        refused(bank, ProblemType.SHARD_UNAVAILABLE, null, "my card", ",'label_field':'label'");
    }
}
