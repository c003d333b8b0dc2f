package io.vicinal.gateway.document;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * @param matched how many documents matched when the deletion was asked for; others may have been written or deleted since
 * @param partial true where a shard could not be asked, and {@code matched} is without it; the deletion reaches it all the same
 */
@JsonInclude(Include.NON_NULL)
record Deleted(long matched, @Nullable Boolean partial) {

    /** @param shards what each counted; empty of one that did not answer */
    static Deleted of(List<Optional<Long>> shards) {
        long matched = shards.stream()
                .flatMap(Optional::stream)
                .mapToLong(Long::longValue)
                .sum();
        return new Deleted(matched, shards.stream().allMatch(Optional::isPresent) ? null : true);
    }
}
