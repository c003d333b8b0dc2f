package io.vicinal.inference.neighbours;

/** The largest of many similarities, in a binary heap with the least of them on top. Of equal ones the first stays. */
final class Nearest {
    private final float[] similarities;
    private final int[] items;
    private int size;

    Nearest(int most) {
        similarities = new float[most];
        items = new int[most];
    }

    /** Offers items {@code first} to {@code first + count}, but none of the group {@code own}. */
    void offer(float[] offered, int from, int count, int first, int[] groups, int own) {
        for (int i = 0; i < count; i++) {
            float similarity = offered[from + i];
            if ((size < items.length || similarity > similarities[0]) && groups[first + i] != own) {
                add(similarity, first + i);
            }
        }
    }

    private void add(float similarity, int item) {
        if (size < items.length) {
            int at = size++;
            while (at > 0 && below(similarity, item, (at - 1) / 2)) {
                move((at - 1) / 2, at);
                at = (at - 1) / 2;
            }
            set(at, similarity, item);
        } else {
            sink(similarity, item);
        }
    }

    /** From the top, in the place of what was there. */
    private void sink(float similarity, int item) {
        int at = 0;
        while (2 * at + 1 < size) {
            int child = 2 * at + 1;
            if (child + 1 < size && below(similarities[child + 1], items[child + 1], child)) {
                child++;
            }
            if (below(similarity, item, child)) {
                break;
            }
            move(child, at);
            at = child;
        }
        set(at, similarity, item);
    }

    private boolean below(float similarity, int item, int other) {
        return similarity < similarities[other] || (similarity == similarities[other] && item > items[other]);
    }

    private void move(int from, int to) {
        similarities[to] = similarities[from];
        items[to] = items[from];
    }

    private void set(int at, float similarity, int item) {
        similarities[at] = similarity;
        items[at] = item;
    }

    /** Empties itself, the largest first. @return how many there were */
    int drain(int[] outItems, float[] outSimilarities, int at) {
        int count = size;
        while (size > 0) {
            size--;
            outItems[at + size] = items[0];
            outSimilarities[at + size] = similarities[0];
            if (size > 0) {
                sink(similarities[size], items[size]);
            }
        }
        return count;
    }
}
