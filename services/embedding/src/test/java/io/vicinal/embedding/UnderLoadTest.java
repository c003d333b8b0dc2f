package io.vicinal.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.vicinal.testkit.broker.TestBroker;
import io.vicinal.testkit.broker.WithBroker;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** More requests than the encoder can take, and clients that go. */
@WithBroker
@Timeout(120)
class UnderLoadTest {
    private static EmbeddingService service;

    @BeforeAll
    static void start(TestBroker broker) {
        service = new EmbeddingService(
                broker.bootstrapServers(), "vicinal.onnx.sessions=1", "vicinal.onnx.queue-texts=20");
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void aLargeRequestDoesNotHoldUpASmallOneNorFailForWantOfRoom() {
        CompletableFuture<HttpResponse<String>> large = service.begin("/v1/embeddings", request(300, 60));
        await(() -> waiting("bulk") > 10);
        HttpResponse<String> small = null;
        do { // the small one may find no room for its first text; it is told when to come again
            small = service.begin("/v1/embeddings", request(2, 60)).join();
        } while (small.statusCode() == 429);
        assertThat(small.statusCode()).as(small.body()).isEqualTo(200);
        assertThat(large.isDone()).as("the large one was done before").isFalse();
        assertThat(large.join().statusCode()).isEqualTo(200);
    }

    @Test
    void whatIsTooMuchIsToldWhenToComeAgain() {
        List<CompletableFuture<HttpResponse<String>>> all = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            all.add(service.begin("/embed", "{\"inputs\":\"" + "word ".repeat(300) + i + "\"}"));
        }
        List<HttpResponse<String>> answers =
                all.stream().map(CompletableFuture::join).toList();
        List<HttpResponse<String>> refused =
                answers.stream().filter(answer -> answer.statusCode() == 429).toList();
        assertThat(refused).isNotEmpty().hasSizeLessThan(80).allSatisfy(answer -> {
            assertThat(answer.body()).contains("\"error_type\":\"Overloaded\"");
            assertThat(answer.headers().firstValueAsLong("retry-after").orElse(0))
                    .isBetween(1L, 30L);
        });
        assertThat(answers).allMatch(answer -> answer.statusCode() == 200 || answer.statusCode() == 429);
    }

    @Test
    void aClientThatGoesTakesItsTextsWithIt() {
        double before = cancelled();
        CompletableFuture<HttpResponse<String>> gone = service.begin("/v1/embeddings", request(2000, 60));
        await(() -> waiting("bulk") > 10);
        gone.cancel(true);
        await(() -> waiting("bulk") == 0);
        assertThat(cancelled()).isGreaterThan(before);
        assertThat(service.post("/embed", "{\"inputs\":\"next\"}").status()).isEqualTo(200);
    }

    private static String request(int texts, int words) {
        return IntStream.range(0, texts)
                .mapToObj(i -> "\"" + "word ".repeat(words) + i + "\"")
                .collect(Collectors.joining(",", "{\"input\":[", "]}"));
    }

    private static double waiting(String lane) {
        return service.bean(MeterRegistry.class)
                .get("vicinal.onnx.queue.texts")
                .tag("lane", lane)
                .gauge()
                .value();
    }

    private static double cancelled() {
        return service.bean(MeterRegistry.class)
                .get("vicinal.onnx.texts")
                .tags("lane", "bulk", "outcome", "cancelled")
                .counter()
                .count();
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited 30 s").isLessThan(end);
            Thread.onSpinWait();
        }
    }
}
