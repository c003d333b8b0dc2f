package io.vicinal.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.testkit.broker.TestBroker;
import io.vicinal.testkit.broker.WithBroker;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a large request keeps alive on the heap, its answer included, seen by collecting garbage all the while. */
@WithBroker
@Timeout(300)
class LargeRequestTest {
    private static final int TEXTS = 10_000;
    private static final long MOST = 64L << 20;
    private static final long SAMPLE_NANOS = 250_000_000;

    @Test
    void tenThousandShortTextsTakeLittleMoreThanAnIdleHeap(TestBroker broker) throws Exception {
        try (EmbeddingService service = new EmbeddingService(broker.bootstrapServers());
                HttpClient client = HttpClient.newHttpClient()) {
            URI uri = URI.create(service.url() + "/v1/embeddings");
            send(client, uri, 100);
            long idle = live();
            AtomicLong most = new AtomicLong();
            AtomicBoolean done = new AtomicBoolean();
            Thread sampling = Thread.ofPlatform().start(() -> {
                while (!done.get()) {
                    most.accumulateAndGet(live(), Math::max);
                    LockSupport.parkNanos(SAMPLE_NANOS);
                }
            });
            long answer;
            try {
                answer = send(client, uri, TEXTS);
            } finally {
                done.set(true);
                sampling.join();
            }
            assertThat(answer).as("bytes of the answer").isGreaterThan(TEXTS * 384L * 5);
            assertThat(most.get() - idle)
                    .as("bytes alive above %d when idle, for an answer of %d", idle, answer)
                    .isPositive()
                    .isLessThan(MOST);
        }
    }

    /** @return the bytes of the answer, which is read and forgotten */
    private static long send(HttpClient client, URI uri, int texts) throws IOException, InterruptedException {
        String body = IntStream.range(0, texts)
                .mapToObj(i -> "\"the cat of item " + i + "\"")
                .collect(Collectors.joining(",", "{\"input\":[", "]}"));
        HttpResponse<InputStream> answer = client.send(
                HttpRequest.newBuilder(uri)
                        .header("content-type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofInputStream());
        assertThat(answer.statusCode()).isEqualTo(200);
        try (InputStream stream = answer.body()) {
            return stream.transferTo(OutputStream.nullOutputStream());
        }
    }

    private static long live() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
