package io.vicinal.inference.label;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.filter.Filter;
import io.vicinal.contracts.inference.NoveltyRequest;
import io.vicinal.contracts.inference.NoveltyResult;
import io.vicinal.contracts.inference.NoveltyResult.Judged;
import io.vicinal.inference.InferenceService;
import io.vicinal.testkit.broker.TestBroker;
import io.vicinal.testkit.broker.WithBroker;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;

/** How strange texts are said to be. */
@WithBroker
@Timeout(120)
class JudgingNoveltyTest {
    private static final String STRANGE = "velociraptor hunted packs late cretaceous";
    private static InferenceService service;
    private static Collection bank;

    @BeforeAll
    static void start(TestBroker broker) throws Exception {
        service = new InferenceService(broker.bootstrapServers());
        bank = service.collection(3);
        service.addBank(bank, 20);
        for (int i = 0; i < 30; i++) {
            service.add(bank, "plain" + i, "some weather weather w" + i, Map.of("source", List.of("news")));
        }
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @AfterEach
    void behave() {
        service.shards.wellBehaved();
    }

    private static NoveltyResult ask(Collection collection, String field, Filter filter, String... texts) {
        return service.api()
                .novelty(collection.name(), new NoveltyRequest(List.of(texts), field, filter))
                .block();
    }

    private static void refused(ProblemType type, String field, NoveltyRequest request) {
        assertThatThrownBy(() -> service.api().novelty(bank.name(), request).block())
                .isInstanceOfSatisfying(ProblemException.class, e -> {
                    assertThat(type.is(e.problem())).as(e.problem().toString()).isTrue();
                    assertThat(e.problem().field()).isEqualTo(field);
                });
    }

    @Test
    void allDocumentsCountWhereNoFieldIsNamed() {
        NoveltyResult result = ask(bank, null, null, "some weather weather w99", STRANGE, "my card card is w3");
        assertThat(result.learned().examples()).isEqualTo(90);
        assertThat(result.learned().trainedAt()).isNotNull();
        Judged weather = result.results().get(0);
        assertThat(weather.isNovel()).isFalse();
        assertThat(weather.novelty()).isBetween(0.0, 0.99);
        assertThat(weather.nearest().documentId()).startsWith("plain");
        Judged strange = result.results().get(1);
        assertThat(strange.isNovel()).isTrue();
        assertThat(strange.novelty()).isBetween(0.99, 1.0);
        assertThat(strange.nearest().similarity()).isLessThan(0.5);
        assertThat(result.results().get(2).nearest().documentId()).isEqualTo("card3");
        assertThat(result.results()).extracting(Judged::reason).containsOnlyNulls();
        assertThat(result.warnings()).isEmpty();
    }

    @Test
    void ofAFieldOnlyItsDocumentsCountAsForLabels() {
        String weather = "some weather weather w99";
        NoveltyResult result = ask(bank, "label", null, weather, "my card card is w33");
        assertThat(result.learned().examples()).isEqualTo(60);
        assertThat(result.results().get(0).isNovel()).isTrue();
        assertThat(result.results().get(1).isNovel()).isFalse();
        double classified = service.api()
                .classify(bank.name(), InferenceService.asking("", weather))
                .block()
                .results()
                .getFirst()
                .novelty();
        assertThat(result.results().get(0).novelty()).isCloseTo(classified, within(1e-12));
    }

    @Test
    void whereNothingCanBeComparedNothingIsSaid() throws Exception {
        Judged none = ask(bank, null, Filter.eq(Map.of("source", "nobody")), "my card")
                .results()
                .getFirst();
        assertThat(none).isEqualTo(new Judged(null, null, "no_documents", null));

        Collection few = service.collection(2);
        assertThat(ask(few, null, null, "my card").results().getFirst().reason())
                .isEqualTo("no_documents");
        service.add(few, "a", "my card", Map.of());
        service.add(few, "b", "my loan", Map.of());
        NoveltyResult two = ask(few, null, null, "my card");
        assertThat(two.learned().examples()).isEqualTo(2);
        Judged unknown = two.results().getFirst();
        assertThat(unknown.novelty()).isNull();
        assertThat(unknown.isNovel()).isNull();
        assertThat(unknown.reason()).isEqualTo("too_few_documents");
        assertThat(unknown.nearest().documentId()).isEqualTo("a");
    }

    @Test
    void beforeItIsLearnedItIsSaidToBe() throws Exception {
        Collection late = service.collection(1);
        service.addBank(late, 5);
        service.shards.beforeExamples = _ -> Mono.never();
        NoveltyResult result = ask(late, null, null, "my card");
        assertThat(result.results().getFirst().reason()).isEqualTo("learning");
        assertThat(result.results().getFirst().novelty()).isNull();
        assertThat(result.results().getFirst().nearest()).isNotNull();
        assertThat(result.learned().training()).isTrue();
        assertThat(result.warnings()).singleElement().asString().contains("try again");
    }

    @Test
    void whatIsWrongIsNamed() {
        refused(ProblemType.MISSING_VALUE, "texts", new NoveltyRequest(null, null, null));
        refused(ProblemType.MISSING_VALUE, "texts[1]", new NoveltyRequest(List.of("x", " "), null, null));
        refused(
                ProblemType.TOO_LARGE,
                "texts",
                new NoveltyRequest(java.util.Collections.nCopies(1001, "x"), null, null));
        refused(ProblemType.UNDECLARED_FIELD, "field", new NoveltyRequest(List.of("x"), "nope", null));
        refused(ProblemType.INVALID_VALUE, "field", new NoveltyRequest(List.of("x"), "note", null));
        refused(ProblemType.MISSING_VALUE, "field", new NoveltyRequest(List.of("x"), "", null));
    }
}
