package io.vicinal.inference.label;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.inference.RegressRequest;
import io.vicinal.contracts.inference.RegressResult;
import io.vicinal.contracts.inference.RegressResult.Estimated;
import io.vicinal.contracts.json.Json;
import io.vicinal.inference.InferenceService;
import io.vicinal.inference.Shards;
import io.vicinal.service.deadline.Deadline;
import io.vicinal.testkit.broker.TestBroker;
import io.vicinal.testkit.broker.WithBroker;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** What a request for numbers is answered with. */
@WithBroker
@Timeout(120)
class EstimatingTest {
    private static InferenceService service;
    private static Collection shop;

    @BeforeAll
    static void start(TestBroker broker) throws Exception {
        service = new InferenceService(broker.bootstrapServers());
        shop = service.collection(2);
        for (int i = 0; i < 40; i++) {
            service.add(shop, "tea" + i, "a tea tea w" + i, "price", 3 + i % 5 / 10.0);
            service.add(shop, "car" + i, "a car car w" + i, "price", 900.0 + i % 7);
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

    private static RegressRequest request(String more, String text) {
        return Json.mapper()
                .readValue(
                        "{\"texts\":[\"" + text + "\"],\"value_field\":\"price\"" + more.replace('\'', '"') + "}",
                        RegressRequest.class);
    }

    private static Estimated one(String more, String text) {
        return service.api()
                .regress(shop.name(), request(more, text))
                .block()
                .results()
                .getFirst();
    }

    @Test
    void aTextHasItsNumberAnIntervalAndTheNeighboursThatSayIt() {
        Estimated tea = one("", "a tea tea today");
        assertThat(tea.value()).isBetween(2.5, 4.0);
        assertThat(tea.low()).isLessThan(tea.value());
        assertThat(tea.high()).isGreaterThan(tea.value());
        assertThat(tea.evidence()).isNotEmpty().hasSizeLessThanOrEqualTo(10);
        assertThat(tea.evidence().getFirst().documentId()).startsWith("tea");
        assertThat(one("", "a car car today").value()).isBetween(800.0, 1000.0);
    }

    @Test
    void moreCoverageIsAWiderInterval() {
        Estimated half = one(",'coverage':0.5", "a tea tea today");
        Estimated most = one(",'coverage':0.95", "a tea tea today");
        assertThat(most.high() - most.low()).isGreaterThan(half.high() - half.low());
    }

    @Test
    void whereExamplesAreTooFewForAnIntervalThereIsNone() throws Exception {
        Collection few = service.collection(1);
        for (int i = 0; i < 4; i++) {
            service.add(few, "d" + i, "a tea w" + i, "price", 3.0 + i);
        }
        Estimated estimated = service.api()
                .regress(few.name(), request(",'coverage':0.99", "a tea"))
                .block()
                .results()
                .getFirst();
        assertThat(estimated.value()).isBetween(3.0, 6.0);
        assertThat(estimated.low()).isNull();
        assertThat(estimated.high()).isNull();
    }

    @Test
    void whereThereIsNoExampleThereIsNoNumber() throws Exception {
        Collection none = service.collection(2);
        RegressResult result =
                service.api().regress(none.name(), request("", "a tea")).block();
        assertThat(result.results().getFirst()).satisfies(estimated -> {
            assertThat(estimated.value()).isNull();
            assertThat(estimated.low()).isNull();
            assertThat(estimated.evidence()).isEmpty();
        });
        assertThat(result.regressor().examples()).isZero();
    }

    @Test
    void aFilterThatLetsNothingThroughLeavesNoNumber() {
        assertThat(one(",'filter':{'eq':{'source':'nobody'}}", "a tea tea").value())
                .isNull();
    }

    @Test
    void beforeAnythingIsLearnedThereIsNoNumberWithoutAnInterval() throws Exception {
        Collection fresh = service.collection(1);
        service.add(fresh, "1", "a tea", "price", 3.0);
        service.shards.beforeExamples = _ -> Mono.never();
        assertThatThrownBy(() -> service.api()
                        .regress(fresh.name(), request("", "a tea"))
                        .contextWrite(
                                context -> Deadline.in(Duration.ofMillis(800)).into(context))
                        .block())
                .isInstanceOfSatisfying(ProblemException.class, e -> {
                    assertThat(ProblemType.SERVICE_UNAVAILABLE.is(e.problem())).isTrue();
                    assertThat(e.problem().detail()).contains("being learned for the first time");
                });
    }

    @Test
    void aShardThatIsAwayMayHoldTheNearest() {
        one("", "a tea tea today");
        service.shards.before = shard -> shard == 0 ? Shards.away() : Mono.empty();
        assertThatThrownBy(() -> one("", "a tea tea today"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(ProblemType.SHARD_UNAVAILABLE.is(e.problem()))
                                .isTrue());
    }

    @Test
    void whatIsWrongIsNamed() {
        refused(request(",'coverage':0.4", "x"), "coverage");
        refused(request(",'coverage':1", "x"), "coverage");
        refused(new RegressRequest(null, "price", null, null, null), "texts");
        refused(new RegressRequest(java.util.List.of("x"), "label", null, null, null), "value_field");
        refused(new RegressRequest(java.util.List.of("x"), "nothing", null, null, null), "value_field");
        refused(new RegressRequest(java.util.List.of("x"), null, null, null, null), "value_field");
    }

    private static void refused(RegressRequest request, String field) {
        assertThatThrownBy(() -> service.api().regress(shop.name(), request).block())
                .isInstanceOfSatisfying(ProblemException.class, e -> {
                    assertThat(e.problem().status()).isEqualTo(400);
                    assertThat(e.problem().field()).isEqualTo(field);
                });
    }

    @Test
    void whatToExpectIsShown() {
        JsonNode described = service.api().describe(shop.name(), "price").block();
        assertThat(described.get("examples").asInt()).isEqualTo(80);
        assertThat(described.get("mean_error").asDouble()).isLessThan(50);
        assertThat(described.get("explained").asDouble()).isGreaterThan(0.9);
    }
}
