package io.vicinal.inference.examples;

import java.nio.charset.StandardCharsets;

/**
 * An order of documents that has nothing to do with what they say: by a hash of their ids, so that the same documents are
 * drawn each time and one more changes few.
 */
public final class IdOrder {
    private static final long OFFSET = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    /** FNV-1a, then the finaliser of MurmurHash3, as the first alone mixes short ids badly. */
    public static long of(String documentId) {
        long hash = OFFSET;
        for (byte octet : documentId.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (octet & 0xff)) * PRIME;
        }
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return hash ^ (hash >>> 33);
    }

    private IdOrder() {}
}
