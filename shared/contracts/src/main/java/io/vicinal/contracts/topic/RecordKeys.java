package io.vicinal.contracts.topic;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Keys of records that are no documents, on topics whose keys are documents' ids. They begin with a byte that no UTF-8 text
 * begins with, so that compaction never takes one for a document, or the other way round.
 */
public final class RecordKeys {
    private static final byte MARK = (byte) 0xff;
    private static final byte[] NONE = new byte[0];

    /** One of its own for each deletion: compaction would drop an earlier one with the same, and what it deleted come back. */
    public static byte[] unique() {
        return marked(UUID.randomUUID().toString());
    }

    /** Of a deletion on a passages topic, where those of all documents partitions meet. */
    public static byte[] from(byte[] key, int documentsPartition) {
        return joined(key, "/" + documentsPartition);
    }

    /** Of a record that says how far a documents partition has been worked through; empty for the one of the same number. */
    public static byte[] progress(int documentsPartition, int partition) {
        return documentsPartition == partition ? NONE : marked("progress/" + documentsPartition);
    }

    /** Whether it is none of a document. */
    public static boolean isReserved(byte @Nullable [] key) {
        return key != null && key.length > 0 && key[0] == MARK;
    }

    private static byte[] marked(String text) {
        return joined(new byte[] {MARK}, text);
    }

    private static byte[] joined(byte[] first, String text) {
        byte[] rest = text.getBytes(StandardCharsets.US_ASCII);
        byte[] joined = new byte[first.length + rest.length];
        System.arraycopy(first, 0, joined, 0, first.length);
        System.arraycopy(rest, 0, joined, first.length, rest.length);
        return joined;
    }

    private RecordKeys() {}
}
