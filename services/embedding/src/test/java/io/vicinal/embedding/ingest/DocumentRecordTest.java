package io.vicinal.embedding.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.contracts.collection.Chunking;
import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.collection.VectorFormat;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class DocumentRecordTest {
    private static final Collection COLLECTION =
            new Collection("c", 1, "m", 2, 1, Map.of(), new Chunking(128, 0), VectorFormat.INT8, Instant.EPOCH);

    @Test
    void readsADocumentAndATombstone() {
        assertThat(read("1".getBytes(UTF_8), "{\"id\":\"1\",\"text\":\"x\"}")
                        .document()
                        .text())
                .isEqualTo("x");
        assertThat(read("1".getBytes(UTF_8), null).document()).isNull();
    }

    @Test
    void refusesAKeyThatIsMissingNotUtf8OrNotTheId() {
        refused(null, ProblemType.MISSING_VALUE);
        refused(new byte[0], ProblemType.MISSING_VALUE);
        refused(new byte[] {(byte) 0xff}, ProblemType.INVALID_VALUE);
        refused("2".getBytes(UTF_8), ProblemType.INVALID_VALUE);
        refused("x".repeat(513).getBytes(UTF_8), ProblemType.TOO_LARGE);
    }

    private static void refused(byte[] key, ProblemType type) {
        assertThatThrownBy(() -> read(key, "{\"id\":\"1\",\"text\":\"x\"}"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(type.is(e.problem())).isTrue());
    }

    private static DocumentRecord read(byte[] key, String value) {
        byte[] bytes = value == null ? null : value.getBytes(UTF_8);
        return DocumentRecord.read(new ConsumerRecord<>("vicinal.documents.c", 0, 0, key, bytes), COLLECTION);
    }
}
