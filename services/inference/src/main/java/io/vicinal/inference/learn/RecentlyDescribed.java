package io.vicinal.inference.learn;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vicinal.inference.classifier.LabelDescription;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was learned of examples together with descriptions that requests brought. */
final class RecentlyDescribed {
    private static final int MOST = 100;

    private final Cache<Object, Learned> recent =
            Caffeine.newBuilder().maximumSize(MOST).build();

    private record Key(Subject subject, List<String> labels, int vectors) {}

    static Object key(Subject subject, List<LabelDescription> labels) {
        int vectors = 1;
        for (LabelDescription label : labels) {
            vectors = 31 * vectors + Arrays.hashCode(label.vector());
        }
        return new Key(subject, labels.stream().map(LabelDescription::label).toList(), vectors);
    }

    @Nullable
    Learned of(Object key) {
        return recent.getIfPresent(key);
    }

    void put(Object key, Learned learned) {
        recent.put(key, learned);
    }
}
