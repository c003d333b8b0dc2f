package io.vicinal.kafka.table;

import java.util.function.BiPredicate;

/**
 * A compacted topic of one partition.
 *
 * @param name of the topic
 * @param type of its values, JSON
 * @param event what a change of one is, as {@code ce_type}
 * @param source of a change, as {@code ce_source}; the key is appended
 * @param isWhole whether a value that was read stands under the right key and nothing in it is missing; others are passed over
 */
public record TableTopic<V>(String name, Class<V> type, String event, String source, BiPredicate<String, V> isWhole) {}
