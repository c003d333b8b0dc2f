package io.vicinal.inference.learn;

import io.vicinal.kafka.codec.EventHeaders;
import io.vicinal.kafka.table.TableTopic;

/** What was learned, by collection and field, on a compacted topic. */
public final class LearnedTopic {

    public static TableTopic<Learned> of(String name) {
        return new TableTopic<>(
                name,
                Learned.class,
                EventHeaders.CLASSIFIER,
                "/vicinal/inference/",
                (key, learned) -> learned.isWholeOf(key));
    }

    private LearnedTopic() {}
}
