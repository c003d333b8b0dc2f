package io.vicinal.kafka.stage;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** The records in work, in order in each partition. Used by the stage's thread alone. */
final class Window {
    private final Map<TopicPartition, Deque<InFlight>> partitions = new LinkedHashMap<>();
    private int records;
    private long bytes;

    void add(InFlight entry) {
        partitions
                .computeIfAbsent(
                        new TopicPartition(
                                entry.record().topic(), entry.record().partition()),
                        _ -> new ArrayDeque<>())
                .add(entry);
        records++;
        bytes += entry.bytes();
    }

    int records() {
        return records;
    }

    boolean isFull(StageSettings settings) {
        return records >= settings.windowRecords() || bytes >= settings.windowBytes();
    }

    /** Room enough that reading on is worth it. */
    boolean hasRoom(StageSettings settings) {
        return records <= settings.windowRecords() / 2 && bytes <= settings.windowBytes() / 2;
    }

    /** The entries that are done and have only done ones before them in their partition. They stay in the window. */
    List<InFlight> completed() {
        List<InFlight> completed = new ArrayList<>();
        for (Deque<InFlight> entries : partitions.values()) {
            boolean prefix = true;
            for (InFlight entry : entries) {
                // Asking those behind an unfinished one too starts their next attempts.
                prefix &= entry.poll() != null;
                if (prefix) {
                    completed.add(entry);
                }
            }
        }
        return completed;
    }

    /** @param completed of {@link #completed()}, now written */
    void remove(List<InFlight> completed) {
        for (InFlight entry : completed) {
            Deque<InFlight> entries = partitions.get(
                    new TopicPartition(entry.record().topic(), entry.record().partition()));
            if (entries != null && entries.peek() == entry) {
                entries.remove();
                records--;
                bytes -= entry.bytes();
            }
        }
    }

    /** Another node does these now, or nobody. */
    void drop(Collection<TopicPartition> revoked) {
        for (TopicPartition partition : revoked) {
            Deque<InFlight> entries = partitions.remove(partition);
            if (entries != null) {
                entries.forEach(entry -> {
                    entry.cancel();
                    records--;
                    bytes -= entry.bytes();
                });
            }
        }
    }

    void dropAll() {
        drop(List.copyOf(partitions.keySet()));
    }
}
