package io.vicinal.ingestion.submit;

/** Passes over a UTF-8 byte order mark at the start of a body, however the body is cut. */
final class ByteOrderMark {
    private static final int[] MARK = {0xef, 0xbb, 0xbf};
    private int seen;
    private boolean past;

    /** @return whether the byte belongs to the mark; an incomplete mark is no JSON, whatever follows */
    boolean swallows(byte b) {
        if (past) {
            return false;
        }
        if ((b & 0xff) == MARK[seen]) {
            seen++;
            past = seen == MARK.length;
            return true;
        }
        past = true;
        return false;
    }
}
