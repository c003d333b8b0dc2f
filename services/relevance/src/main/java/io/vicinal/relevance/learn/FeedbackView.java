package io.vicinal.relevance.learn;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.relevance.Feedback;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Judged queries joined with the feedback on them: what it holds depends on the two logs alone, in whatever order they are read
 * beside each other, as long as it has room. Where it has not, the oldest goes. Not thread-safe.
 */
final class FeedbackView {
    private final ViewLimits limits;
    private final LinkedHashMap<String, LoggedQuery> waiting = new LinkedHashMap<>();
    private final LinkedHashMap<String, Pending> pending = new LinkedHashMap<>();
    private final Map<String, Joined> joined = new HashMap<>();
    private final Map<String, TreeMap<Long, Joined>> byCollection = new HashMap<>();
    private long waitingBytes;
    private long pendingBytes;
    private long joinedBytes;
    private long events;
    private long ignored;
    private long forgotten;
    private long garbage;

    private static final class Joined {
        private final LoggedQuery query;
        private final Labels labels;
        private long feedback;

        Joined(LoggedQuery query) {
            this.query = query;
            this.labels = new Labels(query.hits());
        }

        long bytes() {
            return query.bytes() + Labels.bytes(query.hits());
        }
    }

    /** Events about a query that is not known yet, as they came. */
    private static final class Pending {
        private final List<Event> events = new ArrayList<>();
        private long bytes;
    }

    private record Event(long offset, Feedback feedback) {}

    FeedbackView(ViewLimits limits) {
        this.limits = limits;
    }

    /** @param bytes of the record, for the bound on what is held */
    void feedback(long offset, Feedback feedback, long bytes) {
        String id = feedback.queryId();
        Joined known = joined.get(id);
        if (known == null) {
            LoggedQuery query = waiting.remove(id);
            if (query == null) {
                hold(new Event(offset, feedback), bytes);
                return;
            }
            waitingBytes -= query.bytes();
            known = join(query);
        }
        count(known, new Event(offset, feedback));
        makeRoom();
    }

    /** The first of an id counts: ids are random. */
    void query(LoggedQuery query) {
        String id = query.queryId();
        if (joined.containsKey(id) || waiting.containsKey(id)) {
            return;
        }
        Pending events = pending.remove(id);
        if (events == null) {
            waiting.put(id, query);
            waitingBytes += query.bytes();
        } else {
            pendingBytes -= events.bytes;
            Joined known = join(query);
            events.events.forEach(event -> count(known, event));
        }
        makeRoom();
    }

    void garbage() {
        garbage++;
    }

    /** Those of a version of a collection, in the order of the log. */
    List<Example> examples(Collection collection) {
        return byCollection.getOrDefault(collection.name(), new TreeMap<>()).values().stream()
                .filter(known -> known.query.isOf(collection))
                .map(known -> new Example(known.query, known.labels, known.feedback))
                .toList();
    }

    Counts counts() {
        long unmatched = forgotten
                + pending.values().stream().mapToLong(p -> p.events.size()).sum();
        return new Counts(
                events,
                ignored,
                unmatched,
                garbage,
                joined.size(),
                waiting.size(),
                waitingBytes + joinedBytes + pendingBytes);
    }

    private Joined join(LoggedQuery query) {
        Joined known = new Joined(query);
        joined.put(query.queryId(), known);
        byCollection.computeIfAbsent(query.collection(), _ -> new TreeMap<>()).put(query.offset(), known);
        joinedBytes += known.bytes();
        return known;
    }

    private void count(Joined known, Event event) {
        Feedback feedback = event.feedback();
        if (!feedback.collection().equals(known.query.collection())) {
            forgotten++;
        } else if (known.labels.add(feedback, known.query)) {
            events++;
            known.feedback = event.offset();
        } else {
            ignored++;
        }
    }

    private void hold(Event event, long bytes) {
        Pending held = pending.computeIfAbsent(event.feedback().queryId(), _ -> new Pending());
        if (held.events.size() == Labels.EVENTS) {
            ignored++;
            return;
        }
        held.events.add(event);
        held.bytes += bytes;
        pendingBytes += bytes;
        while (pendingBytes > limits.pendingBytes()) {
            Pending oldest = pending.pollFirstEntry().getValue();
            pendingBytes -= oldest.bytes;
            forgotten += oldest.events.size();
        }
    }

    private void makeRoom() {
        while (waitingBytes > limits.waitingBytes()) {
            waitingBytes -= waiting.pollFirstEntry().getValue().bytes();
        }
        while (joinedBytes > limits.joinedBytes()) {
            forgetOldest(Collections.max(byCollection.values(), Comparator.comparingInt(TreeMap::size)));
        }
        for (TreeMap<Long, Joined> queries : byCollection.values()) {
            while (queries.size() > limits.examplesOfACollection()) {
                forgetOldest(queries);
            }
        }
    }

    private void forgetOldest(TreeMap<Long, Joined> queries) {
        Joined oldest = queries.pollFirstEntry().getValue();
        joinedBytes -= oldest.bytes();
        joined.remove(oldest.query.queryId());
    }
}
