package io.vicinal.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.search.GroupBy;
import io.vicinal.contracts.search.RetrievalApi;
import io.vicinal.contracts.search.RetrievalApi.CandidateQuery;
import io.vicinal.contracts.search.RetrievalApi.ShardCandidates;
import io.vicinal.contracts.search.ShardId;
import io.vicinal.service.deadline.Deadline;
import io.vicinal.testkit.retrieval.FakeRetrieval;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class ShardCallsTest {
    private static final ShardId SHARD = new ShardId("c", 1, 0);
    private static final Duration AT_MOST = Duration.ofSeconds(5);

    private final FakeRetrieval a = new FakeRetrieval();
    private final FakeRetrieval b = new FakeRetrieval();
    /** Whether the replicas are given in another order each time, as real routes do to spread queries. */
    private boolean turning;

    private int asks = 1;
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final ShardCalls calls = new ShardCalls(
            new ShardRoutes() {
                @Override
                public List<RetrievalNode> replicas(ShardId shard) {
                    List<RetrievalNode> nodes = List.of(new RetrievalNode("a:1", a), new RetrievalNode("b:1", b));
                    return turning && asks++ % 2 == 1 ? nodes.reversed() : nodes;
                }

                @Override
                public Mono<Void> refresh() {
                    return Mono.empty();
                }
            },
            metrics);

    private String answeredBy() {
        return Objects.requireNonNull(
                        calls.fastest("candidates", SHARD, ShardCallsTest::ask).block(AT_MOST))
                .node()
                .address();
    }

    private static Mono<ShardCandidates> ask(RetrievalApi node) {
        return node.candidates(new CandidateQuery(SHARD, "text", null, null, 10, GroupBy.DOCUMENT, null, null));
    }

    @Test
    void theFirstReplicaAnswersWhileItIsWell() {
        for (int i = 0; i < 20; i++) {
            assertThat(answeredBy()).isEqualTo("a:1");
        }
        assertThat(b.asked).isEmpty();
    }

    @Test
    void aReplicaThatHangsIsOvertakenByAnotherAndThenAvoided() {
        a.instead.put(0, Mono.never());
        for (int i = 0; i < 100; i++) {
            assertThat(answeredBy()).isEqualTo("b:1");
        }
        assertThat(a.asked).as("asked once, and not again in the next moments").hasSize(1);
        assertThat(metrics.counter("vicinal.gateway.hedges.won", "call", "candidates")
                        .count())
                .isEqualTo(1);
    }

    @Test
    void whereNoHedgeIsLeftAReplicaThatHangsTakesHalfOfTheTimeAndNotAllOfIt() {
        a.instead.put(0, Mono.never());
        List<String> answeredBy = Flux.range(0, 40)
                .flatMap(
                        _ -> calls.fastest("candidates", SHARD, ShardCallsTest::ask)
                                .timeout(Duration.ofSeconds(3))
                                .contextWrite(Deadline.in(Duration.ofSeconds(3))::into),
                        40)
                .map(answer -> answer.node().address())
                .collectList()
                .block(AT_MOST);
        assertThat(answeredBy).hasSize(40).containsOnly("b:1");
        assertThat(a.asked).as("all at once, before anything was known").hasSize(40);
    }

    @Test
    void theSecondReplicaAskedIsAnotherHoweverTheRoutesTurn() {
        turning = true;
        a.instead.put(0, Mono.never());
        for (int i = 0; i < 20; i++) {
            assertThat(answeredBy()).isEqualTo("b:1");
        }
    }

    @Test
    void aReplicaThatCannotBeReachedCostsOneQueryAnotherCall() {
        a.instead.put(0, Mono.error(new ConnectException("refused")));
        for (int i = 0; i < 100; i++) {
            assertThat(answeredBy()).isEqualTo("b:1");
        }
        assertThat(a.asked).hasSize(1);
    }

    @Test
    void aReplicaThatIsFarBehindItsLogIsAskedLast() {
        a.instead.put(0, Mono.just(new ShardCandidates(1, 50_000, List.of())));
        assertThat(answeredBy()).as("nothing is known yet").isEqualTo("a:1");
        assertThat(answeredBy()).isEqualTo("b:1");
        b.instead.put(0, FakeRetrieval.away());
        assertThat(answeredBy()).as("better behind than nothing").isEqualTo("a:1");
    }

    @Test
    void aFaultOfTheRequestIsNotAskedOfOthers() {
        a.instead.put(0, Mono.error(ProblemType.INVALID_VALUE.exception("filter", "no such field")));
        assertThatThrownBy(this::answeredBy)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().field()).isEqualTo("filter"));
        assertThat(b.asked).isEmpty();
    }

    @Test
    void whereNoReplicaAnswersTheLastReasonIsSaid() {
        a.instead.put(0, FakeRetrieval.away());
        b.instead.put(0, FakeRetrieval.away());
        assertThatThrownBy(this::answeredBy)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(ProblemType.SHARD_UNAVAILABLE.is(e.problem()))
                                .isTrue());
    }

    @Test
    void hedgesAreATenthOfTheCallsAtMost() {
        Hedging hedging = new Hedging();
        int hedges = 0;
        for (int i = 0; i < 1000; i++) {
            hedging.begin();
            hedges += hedging.spend() ? 1 : 0;
        }
        assertThat(hedges).isBetween(90, 111);
    }
}
