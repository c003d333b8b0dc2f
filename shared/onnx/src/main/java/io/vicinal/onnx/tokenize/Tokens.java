package io.vicinal.onnx.tokenize;

import io.vicinal.onnx.model.ModelException;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * A text as a model reads it.
 *
 * @param ids with special tokens, where they were asked for
 * @param starts of each token in the text, in UTF-16 code units; -1 for a special token
 * @param ends one past each token's last code unit; -1 for a special token
 */
@SuppressWarnings("ArrayRecordComponent") // plain data on a hot path, never compared
public record Tokens(long[] ids, int[] starts, int[] ends) {

    public int count() {
        return ids.length;
    }

    /** The first tokens and the special tokens of both ends, at most {@code most} in all; this if it is short enough. */
    public Tokens truncated(int most) {
        if (ids.length <= most) {
            return this;
        }
        int trailing = 0;
        while (trailing < ids.length && starts[ids.length - 1 - trailing] < 0) {
            trailing++;
        }
        if (trailing >= most) {
            throw new ModelException("The tokenizer is expected to leave room for text in " + most
                    + " tokens, and ends every text with " + trailing + " special ones.");
        }
        return new Tokens(cut(ids, most, trailing), cut(starts, most, trailing), cut(ends, most, trailing));
    }

    /** Like {@link #truncated}, but keeps the last tokens of the text. */
    public Tokens truncatedAtStart(int most) {
        if (ids.length <= most) {
            return this;
        }
        int leading = leading();
        int from = ids.length - (most - leading);
        return new Tokens(
                LongStream.concat(Arrays.stream(ids, 0, leading), Arrays.stream(ids, from, ids.length))
                        .toArray(),
                IntStream.concat(Arrays.stream(starts, 0, leading), Arrays.stream(starts, from, starts.length))
                        .toArray(),
                IntStream.concat(Arrays.stream(ends, 0, leading), Arrays.stream(ends, from, ends.length))
                        .toArray());
    }

    /** How many special tokens it begins with. */
    int leading() {
        int leading = 0;
        while (leading < ids.length && starts[leading] < 0) {
            leading++;
        }
        return leading;
    }

    /** How many tokens are the text's own. */
    int plain() {
        return (int) Arrays.stream(starts).filter(start -> start >= 0).count();
    }

    private static long[] cut(long[] from, int most, int trailing) {
        long[] to = new long[most];
        System.arraycopy(from, 0, to, 0, most - trailing);
        System.arraycopy(from, from.length - trailing, to, most - trailing, trailing);
        return to;
    }

    private static int[] cut(int[] from, int most, int trailing) {
        int[] to = new int[most];
        System.arraycopy(from, 0, to, 0, most - trailing);
        System.arraycopy(from, from.length - trailing, to, most - trailing, trailing);
        return to;
    }
}
