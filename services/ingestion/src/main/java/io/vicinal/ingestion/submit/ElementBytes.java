package io.vicinal.ingestion.submit;

import java.util.Arrays;

/** Gathers the bytes of an element up to the limit; what is over it is only passed over. */
final class ElementBytes {
    private static final int INITIAL = 4096;
    /** After a larger element the memory is given back. */
    private static final int KEPT = 1 << 20;

    private final int limit;
    private byte[] bytes = new byte[INITIAL];
    private int length;
    private boolean over;

    ElementBytes(int limit) {
        this.limit = limit;
    }

    void append(byte[] source, int from, int to) {
        int count = to - from;
        if (over || count > limit - length) {
            over = true;
            release();
            return;
        }
        if (count > bytes.length - length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(limit, Math.max(bytes.length * 2L, (long) length + count)));
        }
        System.arraycopy(source, from, bytes, length, count);
        length += count;
    }

    boolean isBlank() {
        if (over) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (!Splitter.isSpace(bytes[i])) {
                return false;
            }
        }
        return true;
    }

    Element take() {
        Element element = new Element(over ? null : Arrays.copyOf(bytes, length));
        over = false;
        release();
        return element;
    }

    private void release() {
        length = 0;
        if (bytes.length > KEPT) {
            bytes = new byte[INITIAL];
        }
    }
}
