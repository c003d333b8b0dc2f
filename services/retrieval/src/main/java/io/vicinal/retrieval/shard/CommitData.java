package io.vicinal.retrieval.shard;

import io.vicinal.contracts.collection.Collection;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What stands in a Lucene commit's user data: which log the index is a view of, and up to where.
 *
 * @param time when the shard had last seen its whole log, by the log's clock: of what was deleted later it may not know
 * @param format what the index is made of; one written otherwise is built again
 */
public record CommitData(String topicId, Position position, Instant time, String format) {
    /** A time that is further ahead than this was taken by a clock that was wrong. */
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(10);

    /** Raised whenever documents are indexed in another way. */
    private static final int LAYOUT = 2;

    static String format(Collection collection) {
        return "%d/%s/%d/%s/%d"
                .formatted(
                        LAYOUT,
                        collection.vectorFormat().name().toLowerCase(Locale.ROOT),
                        collection.dimensions(),
                        collection.language(),
                        collection.titleWeight());
    }

    /** As strings, which {@link #of} reads. */
    public Map<String, String> entries() {
        return Map.of(
                "topic_id", topicId,
                "offset", Long.toString(position.offset()),
                "source_offsets", sources(position.documents()),
                "time", time.toString(),
                "format", format);
    }

    /** Empty where the data is not a shard's: a commit that Lucene made on its own when the index was created. */
    public static Optional<CommitData> of(Iterable<Map.Entry<String, String>> entries) {
        Map<String, String> data = new HashMap<>();
        entries.forEach(entry -> data.put(entry.getKey(), entry.getValue()));
        try {
            return Optional.of(new CommitData(
                    data.getOrDefault("topic_id", ""),
                    new Position(Long.parseLong(data.get("offset")), sources(data.getOrDefault("source_offsets", "?"))),
                    Instant.parse(data.getOrDefault("time", "")),
                    data.getOrDefault("format", "")));
        } catch (IllegalArgumentException | java.time.DateTimeException e) {
            return Optional.empty();
        }
    }

    /** {@code 0:17,3:9}: documents partition and next offset. */
    private static String sources(Map<Integer, Long> offsets) {
        return offsets.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(source -> source.getKey() + ":" + source.getValue())
                .collect(Collectors.joining(","));
    }

    private static Map<Integer, Long> sources(String text) {
        return Arrays.stream(text.split(","))
                .filter(source -> !source.isEmpty())
                .map(source -> source.split(":"))
                .collect(Collectors.toMap(
                        source -> Integer.parseInt(source[0]), source -> Long.parseLong(source[source.length - 1])));
    }

    /** Why a shard cannot go on from here, in a sentence; empty where it can. {@code now} is by the log's clock. */
    public Optional<String> obstacle(PartitionLog log, String wantedFormat, Instant now) {
        if (!topicId.equals(log.topicId())) {
            return Optional.of("its topic was created anew");
        }
        if (!format.equals(wantedFormat)) {
            return Optional.of("it was written as " + format + " and is now " + wantedFormat);
        }
        if (position.offset() > log.end()) {
            return Optional.of("its log ends before the offset it had reached");
        }
        if (position.offset() < log.begin()) {
            return Optional.of("its log begins after the offset it had reached");
        }
        if (position.offset() == log.end()) {
            return Optional.empty(); // nothing has happened since, however long that is
        }
        if (time.isAfter(now.plus(CLOCKS_DIFFER))) {
            return Optional.of("it is from " + time + ", which is still to come: how long it was away cannot be told");
        }
        if (time.plus(log.tombstonesKept()).isBefore(now)) {
            return Optional.of("it was away longer than the log keeps tombstones");
        }
        return Optional.empty();
    }
}
