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
import io.vicinal.contracts.inference.ClassifyResult.Evidence;
import io.vicinal.contracts.inference.ClassifyResult.LabelProbability;
import io.vicinal.contracts.json.Json;
import io.vicinal.inference.InferenceService;
import io.vicinal.inference.Shards;
import io.vicinal.testkit.broker.TestBroker;
import io.vicinal.testkit.broker.WithBroker;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;

/** What a request for labels is answered with. */
@WithBroker
@Timeout(120)
class LabellingTest {
    private static InferenceService service;
    private static Collection bank;

    @BeforeAll
    static void start(TestBroker broker) throws Exception {
        service = new InferenceService(broker.bootstrapServers());
        bank = service.collection(3);
        service.addBank(bank, 20);
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

    private static ClassifyResult ask(Collection collection, ClassifyRequest request) {
        return service.api().classify(collection.name(), request).block();
    }

    private static ClassifyResult ask(String more, String... texts) {
        return ask(bank, asking(more, texts));
    }

    private static Classified one(String more, String text) {
        return ask(more, text).results().getFirst();
    }

    private static void refused(ProblemType type, String field, ClassifyRequest request) {
        assertThatThrownBy(() -> ask(bank, request)).isInstanceOfSatisfying(ProblemException.class, e -> {
            assertThat(type.is(e.problem())).as(e.problem().toString()).isTrue();
            assertThat(e.problem().field()).isEqualTo(field);
        });
    }

    private static void unavailable(ProblemType type, String mentions) {
        assertThatThrownBy(() -> one("", "my card is lost")).isInstanceOfSatisfying(ProblemException.class, e -> {
            assertThat(type.is(e.problem())).as(e.problem().toString()).isTrue();
            assertThat(e.problem().status()).isEqualTo(503);
            assertThat(e.problem().detail()).contains(mentions);
        });
    }

    @Test
    void aTextHasItsLabelADistributionAndTheNeighboursThatSayIt() {
        Classified card = one("", "my card card is w55");
        assertThat(card.label()).isEqualTo("card");
        assertThat(card.labels()).isNull();
        assertThat(card.abstained()).isFalse();
        assertThat(card.reason()).isNull();
        assertThat(card.distribution())
                .extracting(LabelProbability::label)
                .containsExactlyInAnyOrder("card", "loan", "money");
        assertThat(card.distribution().getFirst().label()).isEqualTo("card");
        assertThat(card.distribution().stream()
                        .mapToDouble(LabelProbability::probability)
                        .sum())
                .isCloseTo(1, within(1e-9));
        assertThat(card.novelty()).isBetween(0.0, 1.0);
        assertThat(card.evidence()).hasSizeBetween(1, ClassifyRequest.SHOWN);
        assertThat(card.evidence().getFirst().documentId()).startsWith("card");
        assertThat(card.evidence()).isSortedAccordingTo((a, b) -> Double.compare(b.similarity(), a.similarity()));
    }

    @Test
    void manyTextsAreAnsweredInTheirOrder() {
        String[] labels = {"money", "card", "loan"};
        String[] texts = IntStream.range(0, ClassifyRequest.MAX_TEXTS)
                .mapToObj(i -> "my " + labels[i % 3] + " " + labels[i % 3] + " is x" + i)
                .toArray(String[]::new);
        List<Classified> results = ask("", texts).results();
        assertThat(results).hasSize(texts.length);
        assertThat(IntStream.range(0, texts.length)
                        .allMatch(i -> labels[i % 3].equals(
                                results.get(i).distribution().getFirst().label())))
                .isTrue();
    }

    @Test
    void evidenceIsTheFirstTenUnlessAllIsToBeExplained() {
        assertThat(one(",'k':25", "my card").evidence()).hasSize(ClassifyRequest.SHOWN);
        assertThat(one(",'k':25,'explain':true", "my card").evidence()).hasSize(25);
    }

    @Test
    void kAndTemperatureMayBeOnesOwn() {
        assertThat(one(",'k':1", "my card is w3").evidence())
                .singleElement()
                .extracting(Evidence::documentId)
                .isEqualTo("card3");
        List<Evidence> sharp =
                one(",'k':20,'temperature':0.001", "my card card is w3").evidence();
        assertThat(sharp.getFirst().weight()).isGreaterThan(0.9);
        List<Evidence> even =
                one(",'k':10,'temperature':10", "my card card is w3").evidence();
        assertThat(even.getFirst().weight() - even.getLast().weight()).isLessThan(0.05);
    }

    @Test
    void moreNeighboursThanThereAreDocumentsAreAllOfThem() {
        assertThat(one(",'k':1000,'explain':true", "my card").evidence()).hasSize(60);
    }

    @Test
    void onlyDocumentsThatPassTheFilterAreNeighbours() throws Exception {
        Collection mixed = service.collection(2);
        for (int i = 0; i < 6; i++) {
            service.add(
                    mixed, "a" + i, "tea and milk w" + i, Map.of("label", List.of("hot"), "source", List.of("ours")));
            service.add(
                    mixed,
                    "b" + i,
                    "tea and milk v" + i,
                    Map.of("label", List.of("cold"), "source", List.of("theirs")));
        }
        Classified ours = ask(mixed, asking(",'filter':{'eq':{'source':'ours'}}", "tea and milk"))
                .results()
                .getFirst();
        assertThat(ours.evidence()).isNotEmpty().allMatch(near -> near.label().equals("hot"));
        Classified nobodys = ask(mixed, asking(",'filter':{'eq':{'source':'nobody'}}", "tea and milk"))
                .results()
                .getFirst();
        assertThat(nobodys.evidence()).isEmpty();
    }

    @Test
    void withoutAnExampleTheDescriptionsDecide() {
        ClassifyRequest request = Json.mapper()
                .readValue(
                        "{\"texts\":[\"the striker scored a goal\",\"the parliament voted\"],\"labels\":["
                                + "{\"name\":\"sport\",\"description\":\"a goal that a striker scored\"},"
                                + "{\"name\":\"politics\",\"description\":\"what a parliament voted\"}]}",
                        ClassifyRequest.class);
        ClassifyResult result = ask(bank, request);
        assertThat(result.results()).extracting(Classified::label).containsExactly("sport", "politics");
        assertThat(result.results()).allMatch(one -> one.evidence().isEmpty() && one.novelty() != null);
        assertThat(result.classifier().examples()).isZero();
    }

    @Test
    void descriptionsAddALabelThatHasNoExample() {
        String mortgage = ",'labels':[{'name':'mortgage','description':'house mortgage interest'}]";
        assertThat(one(mortgage, "house mortgage interest").distribution())
                .extracting(LabelProbability::label)
                .contains("card", "mortgage");
        assertThat(one(mortgage, "my card card is w55").label()).isEqualTo("card");
        assertThat(one("", "house mortgage interest").distribution())
                .as("remembered for this request alone")
                .extracting(LabelProbability::label)
                .doesNotContain("mortgage");
    }

    @Test
    void eachShardHasOneVoteAndDoesNotSayWhose() {
        ClassifyResult result = ask(",'method':'votes'", "my card card is w55", "my money money");
        Classified card = result.results().getFirst();
        assertThat(result.results()).extracting(Classified::label).containsExactly("card", "money");
        assertThat(card.evidence()).hasSizeBetween(1, 3).allMatch(vote -> vote.documentId() == null);
        assertThat(card.evidence().stream().mapToDouble(Evidence::weight).sum()).isCloseTo(1, within(1e-9));
        assertThat(card.novelty()).isNull();
        assertThat(result.classifier()).isNull();
    }

    @Test
    void aRiskThatCannotBePromisedIsNotTaken() {
        assertThat(one(",'max_risk':0.0001", "my card").reason()).isEqualTo("risk_not_promised");
        assertThat(one(",'max_risk':0.9", "my card card is w55").label()).isEqualTo("card");
    }

    @Test
    void aTextThatIsLongerThanTheModelReadsIsNamed() {
        String longOne = "my card card " + "is here ".repeat(20);
        ClassifyResult result = ask("", "my card", longOne, "my loan", longOne);
        assertThat(result.warnings()).singleElement().asString().contains("2 of the texts (1, 3)");
        String described = ",'labels':[{'name':'n'},{'name':'m','description':'" + longOne + "'}]";
        assertThat(ask(described, "my card").warnings())
                .as("and so is what a label means")
                .singleElement()
                .asString()
                .contains("1 of the labels (1)");
    }

    @Test
    void severalLabelsOfADocumentHaveEachItsThresholdAndNoPrior() throws Exception {
        Collection tagged = service.collection(2);
        for (int i = 0; i < 10; i++) {
            service.add(tagged, "ab" + i, "red apple w" + i, "label", "fruit", "red");
            service.add(tagged, "c" + i, "green leaf v" + i, "label", "green");
        }
        Classified apple = ask(tagged, asking("", "red apple")).results().getFirst();
        assertThat(apple.labels()).containsExactlyInAnyOrder("fruit", "red");
        assertThat(apple.evidence().getFirst().labels()).containsExactlyInAnyOrder("fruit", "red");
        Classified leaf = ask(tagged, asking(",'k':1", "green leaf")).results().getFirst();
        assertThat(leaf.labels()).as("also where there is but one").containsExactly("green");
        for (String prior : new String[] {"balanced", "batch"}) {
            assertThatThrownBy(() -> ask(tagged, asking(",'prior':'" + prior + "'", "red apple")))
                    .isInstanceOfSatisfying(ProblemException.class, e -> {
                        assertThat(e.problem().status()).isEqualTo(400);
                        assertThat(e.problem().field()).isEqualTo("prior");
                    });
        }
    }

    @Test
    void priorsMoveWhatIsBelieved() throws Exception {
        Collection rare = service.collection(1);
        for (int i = 0; i < 30; i++) {
            service.add(rare, "often" + i, "alpha beta w" + i, "label", "often");
        }
        for (int i = 0; i < 3; i++) {
            service.add(rare, "seldom" + i, "alpha gamma w" + i, "label", "seldom");
        }
        double usual = probability(ask(rare, asking("", "alpha")), "seldom");
        double balanced = probability(ask(rare, asking(",'prior':'balanced'", "alpha")), "seldom");
        assertThat(balanced).isGreaterThan(usual);
        assertThat(ask(rare, asking(",'prior':'batch'", "alpha", "alpha beta")).results())
                .hasSize(2);
    }

    private static double probability(ClassifyResult result, String label) {
        return result.results().getFirst().distribution().stream()
                .filter(one -> one.label().equals(label))
                .mapToDouble(LabelProbability::probability)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void booleansAreLabelsToo() throws Exception {
        Collection doors = service.collection(1);
        for (int i = 0; i < 8; i++) {
            service.add(doors, "o" + i, "wide door w" + i, "open", "true");
            service.add(doors, "s" + i, "locked gate w" + i, "open", "false");
        }
        ClassifyRequest request = Json.mapper()
                .readValue("{\"texts\":[\"locked gate\"],\"label_field\":\"open\"}", ClassifyRequest.class);
        assertThat(ask(doors, request).results().getFirst().label()).isEqualTo("false");
    }

    @Test
    void aShardThatIsAwayMayHoldTheNearestSoThatThereIsNoLabelWithoutIt() {
        one("", "my card is lost"); // it is learned
        service.shards.before = shard -> shard == 2 ? Shards.away() : Mono.empty();
        unavailable(ProblemType.SHARD_UNAVAILABLE, "not here");
        assertThatThrownBy(() -> one(",'method':'votes'", "my card is lost"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(ProblemType.SHARD_UNAVAILABLE.is(e.problem()))
                                .isTrue());
    }

    @Test
    void anEncoderThatIsAwayOrLacksTheModelIsSaid() throws Exception {
        service.words.instead = () -> Mono.error(new java.net.ConnectException("refused"));
        unavailable(ProblemType.SERVICE_UNAVAILABLE, "embedding service cannot be reached");
        service.words.instead = () -> null;
        Collection other = service.collection(1, "another-model");
        service.add(other, "1", "a", "label", "x");
        assertThatThrownBy(() -> ask(other, asking("", "a")))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().detail()).contains("has not loaded the model another-model"));
    }

    @Test
    void whatIsWrongIsNamed() throws Exception {
        String[] many = new String[ClassifyRequest.MAX_TEXTS + 1];
        java.util.Arrays.fill(many, "x");
        refused(ProblemType.TOO_LARGE, "texts", asking("", many));
        refused(ProblemType.MISSING_VALUE, "texts", asking(""));
        refused(ProblemType.MISSING_VALUE, "texts[1]", asking("", "x", " "));
        many[700] = "\0";
        refused(ProblemType.INVALID_VALUE, "texts[700]", asking("", java.util.Arrays.copyOf(many, 1000)));
        refused(ProblemType.INVALID_VALUE, "k", asking(",'k':0", "x"));
        refused(ProblemType.INVALID_VALUE, "k", asking(",'k':1001", "x"));
        refused(ProblemType.INVALID_VALUE, "temperature", asking(",'temperature':0", "x"));
        refused(ProblemType.INVALID_VALUE, "temperature", asking(",'temperature':11", "x"));
        refused(ProblemType.INVALID_VALUE, "max_risk", asking(",'max_risk':0", "x"));
        refused(ProblemType.INVALID_VALUE, "max_risk", asking(",'max_risk':1", "x"));
        refused(ProblemType.MISSING_VALUE, "labels", asking(",'labels':[]", "x"));
        refused(ProblemType.MISSING_VALUE, "labels[0].name", asking(",'labels':[{'description':'d'}]", "x"));
        refused(ProblemType.INVALID_VALUE, "labels[1].name", asking(",'labels':[{'name':'a'},{'name':'a'}]", "x"));
        refused(ProblemType.INVALID_VALUE, "labels[0]", asking(",'labels':[{'name':'a\\u0000'}]", "x"));
        refused(
                ProblemType.TOO_LARGE,
                "labels[0].description",
                asking(",'labels':[{'name':'a','description':'" + "d".repeat(10_001) + "'}]", "x"));
        for (String property : new String[] {"'k':3", "'max_risk':0.1", "'prior':'batch'", "'labels':[{'name':'a'}]"}) {
            String name = property.substring(1, property.indexOf('\'', 1));
            refused(ProblemType.INVALID_VALUE, name, asking(",'method':'votes'," + property, "x"));
        }
        ClassifyRequest noField = Json.mapper().readValue("{\"texts\":[\"x\"]}", ClassifyRequest.class);
        refused(ProblemType.MISSING_VALUE, "label_field", noField);
        assertThatThrownBy(() -> service.api().classify("nowhere", noField).block())
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(ProblemType.UNKNOWN_COLLECTION.is(e.problem()))
                                .isTrue());
        Collection own = service.collection(1, Collection.NO_MODEL);
        assertThatThrownBy(() -> ask(own, asking("", "x")))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().detail()).contains("no model that could encode a text"));
    }
}
