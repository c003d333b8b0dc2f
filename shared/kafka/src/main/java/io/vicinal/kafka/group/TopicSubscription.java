package io.vicinal.kafka.group;

import java.util.Collection;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;

/**
 * Which topics a static member reads, so that it is really given them.
 *
 * <p>A static member that joins again (after a restart, or after it read nothing for a while) is handed its old assignment
 * without a rebalance, whatever it subscribes to now (KIP-345, KIP-814): topics that are new to it would stay without a
 * reader until something else shakes the group. So the first assignment after joining is followed by a rebalance that
 * this member asks for. Used by the consumer's thread alone.
 */
public final class TopicSubscription {
    private final Consumer<?, ?> consumer;
    private final ConsumerRebalanceListener listener;
    private boolean joining = true;
    private boolean joined;

    /** @param listener hears of assignments and revocations, as in {@link Consumer#subscribe} */
    public TopicSubscription(Consumer<?, ?> consumer, ConsumerRebalanceListener listener) {
        this.consumer = consumer;
        this.listener = listener;
    }

    /** Reads these topics from now on; none leaves the group. */
    public void read(Set<String> topics) {
        if (topics.equals(consumer.subscription())) {
            return;
        }
        if (topics.isEmpty()) {
            consumer.unsubscribe();
            joining = true;
        } else {
            consumer.subscribe(topics, new Joining());
        }
    }

    /** To be called after each poll. */
    public void polled() {
        if (joined) {
            joined = false;
            consumer.enforceRebalance("a static member has joined again; its topics may be others than before");
        }
    }

    private final class Joining implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            joined |= joining;
            joining = false;
            listener.onPartitionsAssigned(partitions);
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            listener.onPartitionsRevoked(partitions);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            // The broker has forgotten this member; it joins again under the same name.
            joining = true;
            listener.onPartitionsLost(partitions);
        }
    }
}
