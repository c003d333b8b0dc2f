package io.vicinal.contracts.embedding;

import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonSerialize;

/**
 * What a text weighs in the words of a sparse model's vocabulary; a word that is not here weighs nothing. In JSON base64, eight
 * bytes a word: its id as little-endian int32, then its weight as little-endian float32.
 *
 * @param words ids in the model's vocabulary, ascending, at most {@link #MOST}
 * @param weights of each, from {@link #LEAST_WEIGHT} to {@link #MOST_WEIGHT}
 */
@JsonSerialize(using = PackedWeights.Writer.class)
@JsonDeserialize(using = PackedWeights.Reader.class)
@SuppressWarnings("ArrayRecordComponent") // plain data, never compared
public record SparseWeights(int[] words, float[] weights) {

    /** Words of a text: models give some two hundred, and each is a posting. */
    public static final int MOST = 1000;

    /** What is less is no normal float, and would not be found in an index again. */
    public static final float LEAST_WEIGHT = Float.MIN_NORMAL;

    /** Models' weights are below ten; that the sums of products of these stay finite is what it is for. */
    public static final float MOST_WEIGHT = 1e6f;

    public SparseWeights {
        if (words.length != weights.length || words.length > MOST) {
            throw new IllegalArgumentException(words.length + " words with " + weights.length
                    + " weights, where as many are expected of both, and at most " + MOST);
        }
        for (int i = 0; i < words.length; i++) {
            if (words[i] < 0 || (i > 0 && words[i] <= words[i - 1])) {
                throw new IllegalArgumentException(
                        "words are expected to be from 0 and to ascend, and number " + i + " is " + words[i]);
            }
            if (!(weights[i] >= LEAST_WEIGHT && weights[i] <= MOST_WEIGHT)) {
                throw new IllegalArgumentException("weights are expected to be more than 0 and at most " + MOST_WEIGHT
                        + ", and that of the word " + words[i] + " is " + weights[i]);
            }
        }
    }

    public int count() {
        return words.length;
    }
}
