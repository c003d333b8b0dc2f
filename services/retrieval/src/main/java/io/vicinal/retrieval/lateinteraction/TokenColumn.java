package io.vicinal.retrieval.lateinteraction;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.embedding.EmbeddedDocument.EmbeddedPassage;
import io.vicinal.contracts.embedding.PassageTokens;
import io.vicinal.contracts.embedding.TokenFormat;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.retrieval.shard.Segments;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/**
 * The token vectors of passages, a binary doc value each: read without the index's stored fields, in the order of the
 * passages, and merged without being looked at.
 */
public final class TokenColumn {
    public static final String NAME = "tokens";

    /** How far a vector's squared length may be from 1. */
    private static final double UNIT_TOLERANCE = 0.01;

    /**
     * Adds the passage's token vectors and word pieces. A passage without is fine: it has a vector of its user's own.
     *
     * @param ordinal of the passage in its document, for errors
     * @throws ProblemException where they are not such as the collection keeps
     */
    public static void index(EmbeddedPassage passage, int ordinal, Collection collection, Document member) {
        TokenLayout layout = TokenLayout.of(collection);
        PassageTokens tokens = passage.tokens();
        if (layout == null || tokens == null) {
            return;
        }
        member.add(new BinaryDocValuesField(NAME, new BytesRef(bytes(tokens, layout, ordinal))));
        if (passage.pieces() != null) {
            member.add(WordPieces.field(passage.pieces(), ordinal));
        }
    }

    /**
     * The late interaction of a query with each passage; null for one without token vectors.
     *
     * @param passages in ascending order
     */
    public static @Nullable Float[] scores(IndexSearcher searcher, MaxSim query, int[] passages) throws IOException {
        @Nullable Float[] scores = new Float[passages.length];
        Segments.each(searcher, passages, (segment, from, to) -> {
            BinaryDocValues tokens = segment.reader().getBinaryDocValues(NAME);
            for (int i = from; i < to && tokens != null; i++) {
                if (tokens.advanceExact(passages[i] - segment.docBase)) {
                    scores[i] = query.score(tokens.binaryValue());
                }
            }
        });
        return scores;
    }

    static byte[] bytes(PassageTokens tokens, TokenLayout layout, int ordinal) {
        if (tokens.format() != layout.format()) {
            throw misfit(
                    ordinal, "are " + name(tokens.format()) + ", and the collection's are " + name(layout.format()));
        }
        if (tokens.dimensions() != layout.dimensions()) {
            throw ProblemType.WRONG_DIMENSIONS.exception(
                    "passages",
                    "the token vectors of passage " + ordinal + " have " + tokens.dimensions()
                            + " dimensions, the collection's " + layout.dimensions());
        }
        return switch (tokens.format()) {
            case FLOAT32 -> units(tokens, ordinal);
            case INT8 -> withLengths(tokens, ordinal);
            case BINARY -> tokens.data();
        };
    }

    private static byte[] units(PassageTokens tokens, int ordinal) {
        ByteBuffer rows = ByteBuffer.wrap(tokens.data()).order(ByteOrder.LITTLE_ENDIAN);
        for (int row = 0; row < tokens.count(); row++) {
            double square = 0;
            for (int d = 0; d < tokens.dimensions(); d++) {
                float x = rows.getFloat();
                square += (double) x * x;
            }
            if (!(Math.abs(square - 1) <= UNIT_TOLERANCE)) {
                throw misfit(ordinal, "are not L2-normalised");
            }
        }
        return tokens.data();
    }

    private static byte[] withLengths(PassageTokens tokens, int ordinal) {
        byte[] data = tokens.data();
        byte[] column = Arrays.copyOf(data, data.length + tokens.count() * Float.BYTES);
        ByteBuffer scales = ByteBuffer.wrap(column, data.length, column.length - data.length)
                .order(ByteOrder.LITTLE_ENDIAN);
        for (int row = 0; row < tokens.count(); row++) {
            long square = 0;
            for (int i = row * tokens.dimensions(); i < (row + 1) * tokens.dimensions(); i++) {
                square += data[i] * data[i];
            }
            if (square == 0) {
                throw misfit(ordinal, "have one of zeros, which is no direction");
            }
            scales.putFloat((float) (1 / Math.sqrt(square)));
        }
        return column;
    }

    private static String name(TokenFormat format) {
        return format.name().toLowerCase(java.util.Locale.ROOT);
    }

    private static ProblemException misfit(int ordinal, String how) {
        return ProblemType.INVALID_VALUE.exception("passages", "the token vectors of passage " + ordinal + " " + how);
    }

    private TokenColumn() {}
}
