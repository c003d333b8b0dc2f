package io.vicinal.inference.ingest;

import static io.vicinal.inference.ingest.Written.ids;
import static io.vicinal.inference.ingest.Written.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.search.ShardId;
import io.vicinal.contracts.topic.RecordHeaders;
import io.vicinal.contracts.topic.Topics;
import io.vicinal.inference.InferenceService;
import io.vicinal.inference.Words;
import io.vicinal.inference.ingest.Written.Place;
import io.vicinal.kafka.codec.EventHeaders;
import io.vicinal.testkit.broker.TestBroker;
import io.vicinal.testkit.broker.WithBroker;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which documents do not come out, and which of them are dead letters. */
@WithBroker
@Timeout(90)
class NotComingOutTest {
    private static InferenceService service;

    @BeforeAll
    static void start(TestBroker broker) {
        service = new InferenceService(broker.bootstrapServers());
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @AfterEach
    void behave() {
        service.shards.wellBehaved();
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            Thread.sleep(20);
        }
    }

    private static List<ConsumerRecord<byte[], byte[]>> deadLetters(Written written, String id) {
        return written.read(Topics.DEAD_LETTERS, 1, 0).stream()
                .filter(letter -> new String(letter.key(), UTF_8).equals(id))
                .toList();
    }

    @Test
    void aWriteThatAnotherReplacedOrThatWasRefusedDoesNotComeOut() throws Exception {
        try (Written written = new Written(service, 1)) {
            written.addBank(written.collection, 5);
            Place first = written.write("twice", "my card is lost");
            Place second = written.write("twice", "my loan loan is due");
            assertThat(first.offset()).isLessThan(second.offset());
            written.show(written.collection, second, "my loan loan is due");
            Place refused = written.write("refused", "the model failed");
            written.showNothing(written.collection, refused);
            Place unreadable = written.send("unreadable", "{".getBytes(UTF_8));
            written.showNothing(written.collection, unreadable);
            written.writeAndShow("z", "my money money is here");
            List<ConsumerRecord<byte[], byte[]>> out = written.out(2);
            assertThat(ids(out)).containsExactly("twice", "z");
            assertThat(json(out.getFirst())
                            .get("distribution")
                            .get(0)
                            .get("label")
                            .asString())
                    .isEqualTo("loan");
            assertThat(deadLetters(written, "refused")).isEmpty();
            assertThat(deadLetters(written, "unreadable")).isEmpty();
        }
    }

    @Test
    void whatCanNeverComeOutIsADeadLetterAndTheOthersGoOn() throws Exception {
        try (Written written = new Written(service, 1)) {
            written.addBank(written.collection, 5);
            Place nowhere = written.write("nowhere", "opposites");
            written.show(written.collection, nowhere, new float[Words.DIMENSIONS]);
            written.writeAndShow("good", "my card is lost");
            assertThat(ids(written.out(1))).containsExactly("good");
            assertThat(deadLetters(written, "nowhere")).singleElement().satisfies(letter -> {
                assertThat(EventHeaders.text(letter.headers(), RecordHeaders.ERROR_TYPE))
                        .isEqualTo(ProblemType.INVALID_VALUE.uri());
                assertThat(EventHeaders.text(letter.headers(), RecordHeaders.ERROR_TOPIC))
                        .isEqualTo(Topics.documents(written.collection.name()));
            });
        }
    }

    @Test
    void anAnswerThatNoTopicTakesIsADeadLetter() throws Exception {
        try (Written written = new Written(service, 1)) {
            String long1 = "x".repeat(Written.mostBytes() / 60);
            for (int i = 0; i < 70; i++) {
                service.shards.add(
                        new ShardId(written.collection.name(), 1, 0),
                        "e" + i,
                        "my card is w" + i,
                        Map.of("label", List.of(long1 + i)));
            }
            written.writeAndShow("large", "my card is lost");
            await("dead letter", () -> deadLetters(written, "large").size() == 1);
            assertThat(EventHeaders.text(
                            deadLetters(written, "large").getFirst().headers(), RecordHeaders.ERROR_TYPE))
                    .isEqualTo(ProblemType.TOO_LARGE.uri());
        }
    }
}
