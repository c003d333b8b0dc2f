package io.vicinal.embedding.cache;

import io.vicinal.embedding.compress.TokenCompression;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * What a passage's vectors hang on, and nothing else: the model, what the model reads, and what is taken of its answer.
 * Neither the document nor the collection is part of it.
 *
 * @param hash SHA-256 in base64
 */
public record PassageKey(String hash) {

    /**
     * @param model its fingerprint
     * @param ids what the encoder reads, prefix, title and special tokens included
     * @param compression how token vectors are kept; null where none are
     */
    public static PassageKey of(String model, long[] ids, @Nullable TokenCompression compression) {
        MessageDigest digest = sha256();
        add(digest, model.getBytes(StandardCharsets.UTF_8));
        ByteBuffer tokens = ByteBuffer.allocate(Long.BYTES * ids.length);
        tokens.asLongBuffer().put(LongBuffer.wrap(ids));
        add(digest, tokens.array());
        if (compression != null) {
            add(digest, compression.format().name().getBytes(StandardCharsets.UTF_8));
            add(digest, number(compression.pooling()));
            add(digest, number(TokenCompression.REVISION));
            float[] mean = compression.mean();
            if (mean != null) {
                ByteBuffer floats = ByteBuffer.allocate(Float.BYTES * mean.length);
                floats.asFloatBuffer().put(FloatBuffer.wrap(mean));
                add(digest, floats.array());
            }
        }
        return new PassageKey(Base64.getEncoder().withoutPadding().encodeToString(digest.digest()));
    }

    /** With its length before it, so that no two lists of parts are one string of bytes. */
    private static void add(MessageDigest digest, byte[] part) {
        digest.update(number(part.length));
        digest.update(part);
    }

    private static byte[] number(int number) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
