package io.vicinal.embedding.cache;

import io.vicinal.contracts.embedding.PassageTokens;
import io.vicinal.contracts.embedding.SparseWeights;
import io.vicinal.contracts.embedding.TokenFormat;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Vectors as bytes: a checksum of what follows, the key, the dense vector, the token vectors; or, in their place, the words of
 * a sparse model with their weights. The store checks the frame of its pages only, so that a flipped bit in a value would pass
 * for a vector.
 */
final class PassageEntry {
    private static final int VECTORS = 1;
    private static final int WEIGHTS = 2;

    static byte[] write(PassageKey key, Known known) {
        return switch (known) {
            case PassageVectors vectors -> write(key, vectors);
            case PassageWeights(SparseWeights weights) -> write(key, weights);
        };
    }

    private static byte[] write(PassageKey key, SparseWeights weights) {
        byte[] hash = key.hash().getBytes(StandardCharsets.US_ASCII);
        ByteBuffer entry = ByteBuffer.allocate(3 * Integer.BYTES + hash.length + 2 * Integer.BYTES * weights.count())
                .order(ByteOrder.LITTLE_ENDIAN);
        entry.putInt(0).put((byte) WEIGHTS).put((byte) hash.length).put(hash);
        entry.putInt(weights.count());
        for (int i = 0; i < weights.count(); i++) {
            entry.putInt(weights.words()[i]).putFloat(weights.weights()[i]);
        }
        return checked(entry);
    }

    private static byte[] write(PassageKey key, PassageVectors vectors) {
        PassageTokens tokens = vectors.tokens();
        byte[] hash = key.hash().getBytes(StandardCharsets.US_ASCII);
        int bytes = 4 * Integer.BYTES
                + hash.length
                + Float.BYTES * vectors.dense().length
                + (tokens == null ? 0 : 2 * Integer.BYTES + tokens.data().length);
        ByteBuffer entry = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        entry.putInt(0).put((byte) VECTORS).put((byte) hash.length).put(hash);
        entry.putInt(vectors.dense().length);
        for (float x : vectors.dense()) {
            entry.putFloat(x);
        }
        entry.put((byte) (tokens == null ? -1 : tokens.format().ordinal()));
        if (tokens != null) {
            entry.putInt(tokens.count()).putInt(tokens.dimensions()).put(tokens.data());
        }
        return checked(entry);
    }

    private static byte[] checked(ByteBuffer entry) {
        byte[] written = Arrays.copyOf(entry.array(), entry.position());
        ByteBuffer.wrap(written).order(ByteOrder.LITTLE_ENDIAN).putInt(0, checksum(written));
        return written;
    }

    /** Null where the bytes are not what was written under the key. */
    static @Nullable Known read(PassageKey key, byte[] written) {
        ByteBuffer entry = ByteBuffer.wrap(written).order(ByteOrder.LITTLE_ENDIAN);
        if (written.length < 2 * Integer.BYTES || entry.getInt() != checksum(written)) {
            return null;
        }
        int kind = entry.get();
        byte[] hash = new byte[entry.get()];
        entry.get(hash);
        if (!key.hash().equals(new String(hash, StandardCharsets.US_ASCII))) {
            return null;
        }
        return switch (kind) {
            case VECTORS -> vectors(entry);
            case WEIGHTS -> weights(entry);
            default -> null;
        };
    }

    private static PassageWeights weights(ByteBuffer entry) {
        int[] words = new int[entry.getInt()];
        float[] weights = new float[words.length];
        for (int i = 0; i < words.length; i++) {
            words[i] = entry.getInt();
            weights[i] = entry.getFloat();
        }
        return new PassageWeights(new SparseWeights(words, weights));
    }

    private static PassageVectors vectors(ByteBuffer entry) {
        float[] dense = new float[entry.getInt()];
        for (int d = 0; d < dense.length; d++) {
            dense[d] = entry.getFloat();
        }
        int format = entry.get();
        if (format < 0) {
            return new PassageVectors(dense, null);
        }
        int count = entry.getInt();
        int dimensions = entry.getInt();
        byte[] data = new byte[entry.remaining()];
        entry.get(data);
        return new PassageVectors(dense, new PassageTokens(TokenFormat.values()[format], count, dimensions, data));
    }

    private static int checksum(byte[] entry) {
        CRC32C checksum = new CRC32C();
        checksum.update(entry, Integer.BYTES, entry.length - Integer.BYTES);
        return (int) checksum.getValue();
    }

    private PassageEntry() {}
}
