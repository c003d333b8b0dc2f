package io.vicinal.onnx.session;

/**
 * A text, or a pair of them, as a run reads it.
 *
 * @param ids special tokens included
 * @param secondSegment where the tokens of type 1 begin; the number of ids where there are none
 * @param attended the tokens from here on are not attended to; the number of ids where all are
 */
@SuppressWarnings("ArrayRecordComponent") // plain data on a hot path, never compared
public record RunText(long[] ids, int secondSegment, int attended) {

    /** One segment, attended to as a whole. */
    public static RunText of(long[] ids) {
        return new RunText(ids, ids.length, ids.length);
    }

    public int tokens() {
        return ids.length;
    }
}
