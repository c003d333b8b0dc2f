package io.vicinal.testkit.model;

import java.util.Arrays;

/** The weights of the tiny models, one row a token of {@link TinyVocabulary#TOKENS}. */
final class TinyWeights {

    /** {@code [tokens × 4]}, as {@link TinyModels} tells it. */
    static float[][] tokenVectors() {
        float[][] table = new float[TinyVocabulary.size()][4];
        table[TinyVocabulary.id("[UNK]")] = new float[] {1, 1, 1, 1};
        table[TinyVocabulary.id("[CLS]")] = new float[] {0, 0, 0, 2};
        table[TinyVocabulary.id("[SEP]")] = new float[] {0, 0, 0, 1};
        table[TinyVocabulary.id("[MASK]")] = new float[] {1, 1, 0, 0};
        table[TinyVocabulary.id("[Q] ")] = new float[] {0, 1, 1, 0};
        table[TinyVocabulary.id("[D] ")] = new float[] {1, 0, 1, 0};
        table[TinyVocabulary.id(".")] = new float[] {0, 0, 0, 4};
        table[TinyVocabulary.id(",")] = new float[] {0, 0, 0, 8};
        table[TinyVocabulary.id("red")] = new float[] {1, 0, 0, 0};
        table[TinyVocabulary.id("green")] = new float[] {0, 2, 0, 0};
        table[TinyVocabulary.id("blue")] = new float[] {0, 0, 4, 0};
        table[TinyVocabulary.id("broken")] = new float[] {1, 2, 3, 4};
        return table;
    }

    static float[][] brokenTokenVectors() {
        float[][] table = tokenVectors();
        table[TinyVocabulary.id("broken")] = new float[] {Float.NaN, Float.NaN, Float.NaN, Float.NaN};
        return table;
    }

    /** {@code [4 × 2]}: the first two dimensions, and the last two added to them. */
    static float[][] projection() {
        return new float[][] {{1, 0}, {0, 1}, {1, 0}, {0, 1}};
    }

    /** {@code [64 × 4]}: each position adds a hundredth of itself to the first dimension. */
    static float[][] positions() {
        float[][] table = new float[TinyModels.MAX_TOKENS][4];
        for (int position = 0; position < table.length; position++) {
            table[position][0] = position / 100f;
        }
        return table;
    }

    /** {@code [tokens × tokens]}: what each token makes likely. */
    static float[][] maskedLanguageLogits() {
        float[][] table = new float[TinyVocabulary.size()][TinyVocabulary.size()];
        for (float[] row : table) {
            Arrays.fill(row, -1);
        }
        int red = TinyVocabulary.id("red");
        int green = TinyVocabulary.id("green");
        int blue = TinyVocabulary.id("blue");
        table[red][red] = 2;
        table[red][green] = 1;
        table[green][green] = 3;
        table[blue][blue] = 2;
        return table;
    }

    /** {@code [tokens × labels]}. */
    static float[][] scores(int labels) {
        float[][] table = new float[TinyVocabulary.size()][labels];
        if (labels == 1) {
            table[TinyVocabulary.id("red")][0] = 1;
            table[TinyVocabulary.id("green")][0] = 2;
            table[TinyVocabulary.id("blue")][0] = 4;
        } else {
            for (int label = 0; label < labels; label++) {
                table[TinyVocabulary.id("red") + label][label] = 1;
            }
        }
        return table;
    }

    /** {@code [tokens × 1]}. */
    static float[][] brokenScores() {
        float[][] table = scores(1);
        table[TinyVocabulary.id("broken")][0] = Float.NaN;
        return table;
    }

    private TinyWeights() {}
}
