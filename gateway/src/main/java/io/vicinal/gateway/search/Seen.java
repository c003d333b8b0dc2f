package io.vicinal.gateway.search;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * The hits on the pages before, each by 64 bits of a digest. A page takes the best of those that were not there yet: candidates are
 * looked for deeper from page to page, which moves the scale of their fused scores, so that a mere number of hits to pass over
 * would show some twice and others never.
 */
record Seen(Set<Long> hits) {
    static final Seen NOTHING = new Seen(Set.of());

    int count() {
        return hits.size();
    }

    boolean has(String hit) {
        return hits.contains(digest(hit));
    }

    Seen and(Collection<String> shown) {
        Set<Long> all = new HashSet<>(hits);
        shown.forEach(hit -> all.add(digest(hit)));
        return new Seen(all);
    }

    static Seen read(byte[] bytes) {
        Set<Long> hits = new HashSet<>();
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.remaining() >= Long.BYTES) {
            hits.add(buffer.getLong());
        }
        return new Seen(hits);
    }

    byte[] bytes() {
        ByteBuffer buffer = ByteBuffer.allocate(hits.size() * Long.BYTES);
        hits.stream().sorted().forEach(buffer::putLong);
        return buffer.array();
    }

    private static long digest(String hit) {
        return ByteBuffer.wrap(sha256(hit.getBytes(StandardCharsets.UTF_8))).getLong();
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JVM has SHA-256", e);
        }
    }
}
