package io.vicinal.kafka.codec;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Utils;

/** Which partition a document belongs to: what Kafka's own default partitioner does with the id as the key. */
public final class DocumentPartitions {

    public static int partition(String id, int partitions) {
        return partition(id.getBytes(StandardCharsets.UTF_8), partitions);
    }

    /** @param key the id in UTF-8 */
    public static int partition(byte[] key, int partitions) {
        return Utils.toPositive(Utils.murmur2(key)) % partitions;
    }

    private DocumentPartitions() {}
}
