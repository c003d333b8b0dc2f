package io.vicinal.retrieval.lateinteraction;

import io.vicinal.contracts.error.ProblemType;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.BytesTermAttribute;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.Term;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.NumericUtils;

/**
 * Which passages a word piece of the model occurs in, as postings without frequencies or positions: how many they are is
 * what its weight in late interaction comes from, and a deleted passage falls out when its segment is merged, as in BM25.
 */
public final class WordPieces {
    static final String NAME = "pieces";

    private static final FieldType TYPE = type();

    private static FieldType type() {
        FieldType type = new FieldType();
        type.setTokenized(true);
        type.setOmitNorms(true);
        type.setIndexOptions(IndexOptions.DOCS);
        type.freeze();
        return type;
    }

    static Field field(int[] pieces, int ordinal) {
        for (int piece : pieces) {
            if (piece < 0) {
                throw ProblemType.INVALID_VALUE.exception(
                        "passages", "passage " + ordinal + " has the word piece " + piece + ", which no model has");
            }
        }
        return new Field(NAME, new Pieces(pieces), TYPE);
    }

    /** How many passages of a shard have word pieces. */
    public static long passages(IndexReader shard) throws IOException {
        return shard.getDocCount(NAME);
    }

    /** How many of them each of these occurs in. */
    public static Map<Integer, Long> frequency(int[] pieces, IndexReader shard) throws IOException {
        Map<Integer, Long> frequency = new LinkedHashMap<>();
        for (int piece : pieces) {
            if (!frequency.containsKey(piece)) {
                frequency.put(piece, (long) shard.docFreq(new Term(NAME, term(piece))));
            }
        }
        return frequency;
    }

    private static BytesRef term(int piece) {
        byte[] term = new byte[Integer.BYTES];
        NumericUtils.intToSortableBytes(piece, term, 0);
        return new BytesRef(term);
    }

    /** A passage's pieces as the terms that they are, without a text in between. */
    private static final class Pieces extends TokenStream {
        private final BytesTermAttribute term = addAttribute(BytesTermAttribute.class);
        private final int[] pieces;
        private int next;

        Pieces(int[] pieces) {
            this.pieces = pieces;
        }

        @Override
        public boolean incrementToken() {
            if (next == pieces.length) {
                return false;
            }
            clearAttributes();
            term.setBytesRef(term(pieces[next++]));
            return true;
        }

        @Override
        public void reset() {
            next = 0;
        }
    }

    private WordPieces() {}
}
