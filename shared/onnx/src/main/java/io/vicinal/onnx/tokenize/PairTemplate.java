package io.vicinal.onnx.tokenize;

import ai.djl.huggingface.tokenizers.Encoding;
import io.vicinal.onnx.model.ModelException;
import io.vicinal.onnx.session.RunText;
import java.util.Arrays;

/**
 * The special tokens before, between and after two texts, and where the tokens of type 1 begin, as the tokenizer's own
 * template has them.
 *
 * @param typedFromBetween how many of the tokens between are of type 0, where the second text is of type 1; -1 where every
 *     token is of type 0
 */
@SuppressWarnings("ArrayRecordComponent") // plain data, never compared
public record PairTemplate(long[] before, long[] between, long[] after, int typedFromBetween) {

    /**
     * @param first the tokens of a text without special ones
     * @param second of another
     * @param pair of both
     */
    static PairTemplate of(String model, long[] first, long[] second, Encoding pair) {
        long[] ids = pair.getIds();
        int firstAt = indexOf(first, ids, 0);
        int firstEnd = firstAt + first.length;
        int secondAt = firstAt < 0 ? -1 : indexOf(second, ids, firstEnd);
        if (secondAt < 0) {
            throw new ModelException("The tokenizer of '" + model + "' is expected to read a pair as its two texts"
                    + " between special tokens, and reads " + Arrays.toString(pair.getTokens()) + ".");
        }
        int secondEnd = secondAt + second.length;
        return new PairTemplate(
                Arrays.copyOf(ids, firstAt),
                Arrays.copyOfRange(ids, firstEnd, secondAt),
                Arrays.copyOfRange(ids, secondEnd, ids.length),
                typedFromBetween(model, pair.getTypeIds(), firstEnd, secondAt));
    }

    private static int typedFromBetween(String model, long[] types, int firstEnd, int secondAt) {
        int start = 0;
        while (start < types.length && types[start] == 0) {
            start++;
        }
        boolean rest = Arrays.stream(types, start, types.length).allMatch(type -> type == 1);
        boolean within = start == types.length || (start >= firstEnd && start <= secondAt);
        if (!rest || !within) {
            throw new ModelException("The tokenizer of '" + model + "' is expected to give the first text of a pair the"
                    + " type 0 and the second 0 or 1, and gives " + Arrays.toString(types) + ".");
        }
        return start == types.length ? -1 : start - firstEnd;
    }

    public int specialTokens() {
        return before.length + between.length + after.length;
    }

    /** @param kept so many tokens of the second text */
    public RunText join(long[] first, long[] second, int kept) {
        long[] ids = new long[specialTokens() + first.length + kept];
        int at = put(before, before.length, ids, 0);
        at = put(first, first.length, ids, at);
        int segment = typedFromBetween < 0 ? ids.length : at + typedFromBetween;
        at = put(between, between.length, ids, at);
        at = put(second, kept, ids, at);
        put(after, after.length, ids, at);
        return new RunText(ids, segment, ids.length);
    }

    private static int put(long[] from, int count, long[] to, int at) {
        System.arraycopy(from, 0, to, at, count);
        return at + count;
    }

    private static int indexOf(long[] part, long[] whole, int from) {
        for (int at = from; at + part.length <= whole.length; at++) {
            if (Arrays.equals(part, 0, part.length, whole, at, at + part.length)) {
                return at;
            }
        }
        return -1;
    }
}
