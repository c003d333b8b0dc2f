package io.vicinal.embedding.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.embedding.model.ModelText;
import io.vicinal.onnx.schedule.Deadline;
import io.vicinal.onnx.schedule.Flow;
import io.vicinal.onnx.schedule.QueueFullException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class RemoteModelTest {
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private ScriptedServer server;
    private RemoteModel model;

    @BeforeEach
    void start() throws Exception {
        server = new ScriptedServer();
    }

    @AfterEach
    void stop() {
        if (model != null) {
            model.close();
        }
        server.close();
    }

    private static RemoteSettings settings(URI url, int batch, int requests, int queue, Duration patience) {
        return new RemoteSettings(
                url,
                RemoteShape.OPENAI,
                "their-model",
                "secret",
                64,
                null,
                "q: ",
                "",
                batch,
                requests,
                queue,
                Duration.ofSeconds(2),
                3,
                patience);
    }

    private void open(int batch, int requests, int queue, Duration patience) {
        model = new RemoteModel("ours", settings(server.url(), batch, requests, queue, patience), metrics);
    }

    private void openAndLearn() {
        open(4, 2, 100, Duration.ofSeconds(20));
        await(() -> model.known().isPresent());
        server.bodies.clear();
    }

    @Test
    void learnsItsDimensionsAndGivesVectorsOfLengthOne() {
        openAndLearn();
        assertThat(model.card().dimensions()).isEqualTo(3);
        assertThat(model.card().provider()).isEqualTo("remote");
        assertThat(model.card().prompts()).containsEntry("query", "q: ");
        float[] vector = dense("four").join();
        assertThat(vector[0]).isCloseTo((float) (4 / Math.sqrt(17)), within(1e-6f));
        assertThat(vector[1]).isCloseTo((float) (1 / Math.sqrt(17)), within(1e-6f));
        assertThat(model.encode(Flow.interactive(), text("four"), model.dense(1, true), Deadline.none())
                        .join())
                .containsExactly(1);
        assertThat(server.bodies.getFirst().path("model").asString()).isEqualTo("their-model");
        assertThat(server.keys).containsOnly("Bearer secret");
    }

    @Test
    void learnsThemLaterFromAServerThatIsAway() {
        server.always = ScriptedServer.status(503);
        open(4, 2, 100, Duration.ofSeconds(20));
        assertThatThrownBy(() -> model.card()).isInstanceOfSatisfying(ProblemException.class, RemoteModelTest::isAway);
        server.always = ScriptedServer::embed;
        await(() -> model.known().isPresent());
        assertThat(model.card().dimensions()).isEqualTo(3);
    }

    @Test
    void gathersTheTextsOfManyCallers() {
        openAndLearn();
        server.always = ScriptedServer.slow(100);
        List<CompletableFuture<float[]>> all = new ArrayList<>();
        for (int i = 1; i <= 20; i++) {
            all.add(dense("x".repeat(i)));
        }
        for (int i = 1; i <= 20; i++) {
            float[] vector = all.get(i - 1).join();
            assertThat(vector[0] / vector[1]).as("each its own").isCloseTo(i, within(1e-3f));
        }
        assertThat(server.batches()).allMatch(size -> size <= 4).hasSizeLessThan(12);
    }

    @Test
    void triesAgainAfterWhatTheServerAsksFor() {
        openAndLearn();
        server.then(ScriptedServer.status(429, "Retry-After", "1"), ScriptedServer.status(500));
        long start = System.nanoTime();
        assertThat(dense("four").join()).hasSize(3);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(1000));
        assertThat(server.bodies).hasSize(3);
    }

    @Test
    void doesNotWaitLongerThanItMay() {
        openAndLearn();
        server.then(ScriptedServer.status(429, "Retry-After", "3600"));
        assertThat(problem(dense("four")))
                .satisfies(e -> assertThat(ProblemType.TOO_MANY_REQUESTS.is(e)).isTrue());
        assertThat(server.bodies).hasSize(1);
    }

    @Test
    void triesABoundedNumberOfTimesThenLeavesTheServerAlone() {
        openAndLearn();
        server.always = ScriptedServer.status(500);
        for (int i = 0; i < 6; i++) {
            assertThat(problem(dense("text " + i)))
                    .satisfies(e -> assertThat(e.status()).isEqualTo(503));
        }
        assertThat(server.bodies).hasSizeLessThan(12);
        int sent = server.bodies.size();
        long start = System.nanoTime();
        assertThat(problem(dense("another")).detail()).contains("left alone");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
        assertThat(server.bodies).hasSize(sent);
        assertThat(metrics.get("vicinal.embedding.remote.circuit.open").gauge().value())
                .isEqualTo(1);
        server.always = ScriptedServer::embed;
        await(() -> dense("again").handle((_, failure) -> failure == null).join());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no json",
                "{}",
                "{\"data\":[]}",
                "{\"data\":[{\"index\":7,\"embedding\":[1,0,0]}]}",
                "{\"data\":[{\"index\":0,\"embedding\":\"AAAA\"}]}",
                "{\"data\":[{\"index\":0,\"embedding\":[1,null,0]}]}",
                "{\"data\":[{\"index\":0,\"embedding\":[]}]}",
            })
    void believesNoGarbage(String body) {
        openAndLearn();
        server.then(ScriptedServer.raw(200, body), ScriptedServer.raw(200, body), ScriptedServer.raw(200, body));
        assertThat(problem(dense("four")).detail()).contains("its answer is no embedding");
        assertThat(dense("next").join()).hasSize(3);
    }

    @Test
    void refusesVectorsOfOtherDimensionsAndWithoutDirection() {
        openAndLearn();
        server.then(ScriptedServer.vectors(List.of("[1,2]")));
        assertThat(problem(dense("four")).detail()).contains("2 dimensions", "had 3");
        server.then(ScriptedServer.vectors(List.of("[0,0,0]")));
        assertThat(problem(dense("four")).detail()).contains("no direction");
        server.then(ScriptedServer.vectors(List.of("[1e300,1,1]")));
        assertThat(problem(dense("four")).detail()).contains("no direction");
        assertThat(dense("next").join()).hasSize(3);
    }

    @Test
    void aTextThatIsRefusedTakesNoOtherWithIt() {
        openAndLearn();
        server.then(ScriptedServer.slow(300));
        server.always = ScriptedServer.refusing("bad");
        CompletableFuture<float[]> first = bulk("first");
        await(() -> server.bodies.size() == 1);
        List<CompletableFuture<float[]>> together = List.of(bulk("one"), bulk("bad"), bulk("three"));
        first.join();
        assertThat(together.get(0).join()).hasSize(3);
        assertThat(together.get(2).join()).hasSize(3);
        assertThat(ProblemType.MODEL_FAILED.is(problem(together.get(1)))).isTrue();
        assertThat(server.batches()).containsExactly(1, 3, 1, 1, 1);
    }

    @Test
    void aWrongKeyIsNotTriedAgain() {
        openAndLearn();
        server.always = ScriptedServer.status(401);
        assertThat(problem(dense("four")).detail()).contains("401").doesNotContain("secret");
        assertThat(server.bodies).hasSize(1);
    }

    @Test
    void givesUpAServerThatHangs() {
        openAndLearn();
        server.always = ScriptedServer.slow(20_000);
        long start = System.nanoTime();
        assertThat(problem(dense("four")).detail()).contains("did not answer");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(12));
    }

    @Test
    void textsOfTheLogWaitForAServerThatIsAway() throws Exception {
        openAndLearn();
        server.always = ScriptedServer.status(503);
        CompletableFuture<float[]> passage = model.encodeWhenRoom(Flow.bulk(), text("a passage"));
        assertThat(problem(dense("a query")).status()).isEqualTo(503);
        Thread.sleep(1500);
        assertThat(passage).isNotDone();
        server.always = ScriptedServer::embed;
        assertThat(passage.join()).hasSize(3);
    }

    @Test
    void theirPatienceEnds() throws Exception {
        open(4, 2, 100, Duration.ofMillis(500));
        await(() -> model.known().isPresent());
        server.always = ScriptedServer.status(503);
        assertThat(problem(model.encodeWhenRoom(Flow.bulk(), text("a passage"))).status())
                .isEqualTo(503);
    }

    @Test
    void refusesWhatIsTooMuchAndEndsWhatWaitsWhenClosed() {
        open(1, 1, 3, Duration.ofSeconds(20));
        await(() -> model.known().isPresent());
        server.always = ScriptedServer.slow(1500);
        List<CompletableFuture<float[]>> all = List.of(dense("1"), dense("2"), dense("3"));
        assertThatThrownBy(() -> dense("4")).isInstanceOf(QueueFullException.class);
        model.close();
        assertThat(all).allSatisfy(one -> assertThat(problem(one).status()).isEqualTo(503));
        model = null;
    }

    private static void isAway(ProblemException e) {
        assertThat(ProblemType.SERVICE_UNAVAILABLE.is(e.problem())).isTrue();
    }

    private CompletableFuture<float[]> dense(String text) {
        return model.encode(Flow.interactive(), text(text), model.dense(3, true), Deadline.none());
    }

    private CompletableFuture<float[]> bulk(String text) {
        return model.encode(Flow.bulk(), text(text), model.dense(3, true), Deadline.none());
    }

    private static ModelText text(String text) {
        return new ModelText(text, new long[] {101, 102}, false);
    }

    private static io.vicinal.contracts.error.Problem problem(CompletableFuture<?> failing) {
        try {
            failing.join();
        } catch (CompletionException e) {
            return ((ProblemException) e.getCause()).problem();
        }
        throw new AssertionError("it did not fail");
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited 30 s").isLessThan(end);
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }
}
