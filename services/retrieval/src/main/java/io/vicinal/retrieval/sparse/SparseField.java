package io.vicinal.retrieval.sparse;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.embedding.EmbeddedDocument.EmbeddedPassage;
import io.vicinal.contracts.embedding.SparseWeights;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.FeatureField;

/**
 * What passages weigh in the words of a sparse model: a posting a word, with the weight where a term's frequency would stand
 * (Lucene's {@link FeatureField}). It keeps nine significant bits, so that a weight is off by 0.2 % at most, and knows the
 * largest weight of each block of postings, so that a search passes over those that cannot help.
 */
public final class SparseField {
    public static final String NAME = "sparse";

    /** Bits of a float that a posting leaves out. */
    private static final int LEFT_OUT = 15;

    /** Adds the passage's weights; those of a collection without a sparse model are left out. */
    public static void index(EmbeddedPassage passage, Collection collection, Document member) {
        SparseWeights weights = passage.sparse();
        if (weights == null || collection.sparseModel() == null) {
            return;
        }
        for (int i = 0; i < weights.count(); i++) {
            member.add(new FeatureField(NAME, term(weights.words()[i]), nearest(weights.weights()[i])));
        }
    }

    public static String term(int word) {
        return Integer.toString(word);
    }

    /** The nearest weight that a posting can keep: left to itself, it takes the next below. */
    static float nearest(float weight) {
        int half = 1 << (LEFT_OUT - 1);
        return Float.intBitsToFloat((Float.floatToIntBits(weight) + half) >>> LEFT_OUT << LEFT_OUT);
    }

    /** The weight that a posting's frequency stands for. */
    public static float weight(int frequency) {
        return Float.intBitsToFloat(frequency << LEFT_OUT);
    }

    private SparseField() {}
}
