package io.vicinal.inference.ingest;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** New documents that wait for a round, in order in each partition; one whose shard is late holds up no other. Thread-safe. */
final class WaitingDocuments {
    private final Map<Integer, Deque<NewDocument>> partitions = new TreeMap<>();
    private int count;

    synchronized void add(NewDocument document) {
        of(document).addLast(document);
        count++;
    }

    synchronized int count() {
        return count;
    }

    /** So many at most, from all partitions alike. */
    synchronized List<NewDocument> take(int most) {
        List<NewDocument> taken = new ArrayList<>();
        while (taken.size() < most && count > 0) {
            for (Deque<NewDocument> partition : partitions.values()) {
                NewDocument next = taken.size() < most ? partition.pollFirst() : null;
                if (next != null) {
                    count--;
                    if (!next.isOver()) {
                        taken.add(next);
                    }
                }
            }
        }
        return taken;
    }

    /** Those of {@link #take} that are undecided, in front of the others. */
    synchronized void putBack(List<NewDocument> undecided) {
        for (NewDocument document : undecided.reversed()) {
            of(document).addFirst(document);
            count++;
        }
    }

    private Deque<NewDocument> of(NewDocument document) {
        return partitions.computeIfAbsent(document.record().partition(), _ -> new ArrayDeque<>());
    }
}
