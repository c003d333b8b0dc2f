package io.vicinal.embedding.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vicinal.contracts.embedding.EmbeddingApi.QueryText;
import io.vicinal.contracts.embedding.ModelDescription;
import io.vicinal.contracts.embedding.QueryEmbedding;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.embedding.text.TokenizerThreads;
import io.vicinal.onnx.encode.EncoderSettings;
import io.vicinal.onnx.encode.TextEncoder;
import io.vicinal.onnx.schedule.Deadline;
import io.vicinal.onnx.schedule.ScheduleSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EmbeddingControllerTest {
    private static final String MODEL = "bge-small-en-v1.5";
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final TokenizerThreads threads = new TokenizerThreads();
    private TextEncoder encoder;
    private EmbeddingController api;

    @BeforeEach
    void open() {
        encoder =
                TextEncoder.open(MODEL, new EncoderSettings(1, new ScheduleSettings(20, 100_000, 512, 32, 8)), metrics);
        api = new EmbeddingController(encoder, threads, metrics);
    }

    @AfterEach
    void close() {
        threads.destroy();
        encoder.close();
    }

    @Test
    void encodesAQueryAsTheEncoderDoes() throws Exception {
        QueryEmbedding embedding =
                api.embedQuery(new QueryText(MODEL, "what is a shard")).block();
        assertThat(embedding.dense())
                .containsExactly(encoder.encodeQuery("what is a shard", Deadline.none())
                        .get()
                        .dense());
        assertThat(embedding.truncated()).isFalse();
    }

    @Test
    void tellsWhatIsLoaded() {
        assertThat(api.models().block()).containsExactly(new ModelDescription(MODEL, 384, 512, "cpu"));
    }

    @Test
    void namesAModelThatItDoesNotHave() {
        assertThatThrownBy(() -> api.embedQuery(new QueryText("other", "text")).block())
                .isInstanceOfSatisfying(ProblemException.class, e -> {
                    assertThat(ProblemType.UNKNOWN_MODEL.is(e.problem())).isTrue();
                    assertThat(e.problem().detail()).contains("other");
                });
    }

    @Test
    void dropsAQueryWhoseCallerHasGone() throws Exception {
        List<CompletableFuture<?>> before = new ArrayList<>();
        for (int i = 0; i < 15; i++) {
            before.add(encoder.encodeQuery("word ".repeat(600), Deadline.none()));
        }
        var caller = api.embedQuery(new QueryText(MODEL, "nobody waits")).subscribe();
        while (metrics.get("vicinal.onnx.queue.texts")
                        .tag("lane", "interactive")
                        .gauge()
                        .value()
                < 12) {
            assertThat(before.getLast()).isNotDone();
            Thread.sleep(1);
        }
        Thread.sleep(20);
        caller.dispose();
        CompletableFuture.allOf(before.toArray(CompletableFuture[]::new)).get();
        encoder.encodeQuery("after it", Deadline.none()).get();
        assertThat(metrics.get("vicinal.onnx.texts")
                        .tags("lane", "interactive", "outcome", "cancelled")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void saysThatItHasAllTheQueriesItCanTake() {
        List<CompletableFuture<?>> waiting = new ArrayList<>();
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 60; i++) {
                        waiting.add(api.embedQuery(new QueryText(MODEL, "word ".repeat(600)))
                                .toFuture());
                    }
                    for (CompletableFuture<?> one : waiting) {
                        one.get();
                    }
                })
                .hasCauseInstanceOf(ProblemException.class)
                .cause()
                .satisfies(e -> assertThat(ProblemType.TOO_MANY_REQUESTS.is(((ProblemException) e).problem()))
                        .isTrue());
    }

    @Test
    void givesUpAQueryWhoseDeadlinePassed() {
        assertThatThrownBy(() -> api.embedQuery(new QueryText(MODEL, "late"))
                        .contextWrite(io.vicinal.service.deadline.Deadline.in(Duration.ZERO)::into)
                        .block())
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(ProblemType.DEADLINE_EXCEEDED.is(e.problem()))
                                .isTrue());
    }
}
