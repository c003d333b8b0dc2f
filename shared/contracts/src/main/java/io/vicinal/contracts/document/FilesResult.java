package io.vicinal.contracts.document;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.vicinal.contracts.document.SubmitResult.Rejected;
import io.vicinal.contracts.error.Problem;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What became of a body of files.
 *
 * @param accepted how many became documents that the broker has, {@code acks=all}
 * @param rejected why each of the others did not
 * @param offsets for each partition written to, the highest offset written
 * @param shardOffsets the same by shard, for versions that have another number of shards than there are partitions
 * @param files each file in order, accepted or not
 * @param aborted why the body could not be read to its end, or null; what was accepted before stays accepted
 */
public record FilesResult(
        long accepted,
        List<Rejected> rejected,
        Map<Integer, Long> offsets,
        List<ShardOffset> shardOffsets,
        List<FileOutcome> files,
        @Nullable Problem aborted) {

    public FilesResult {
        shardOffsets = Objects.requireNonNullElse(shardOffsets, List.of());
    }

    /** For a collection whose versions all have as many shards as there are partitions. */
    public FilesResult(
            long accepted,
            List<Rejected> rejected,
            Map<Integer, Long> offsets,
            List<FileOutcome> files,
            @Nullable Problem aborted) {
        this(accepted, rejected, offsets, List.of(), files, aborted);
    }

    /**
     * One file. What is not known is null.
     *
     * @param file its name
     * @param id of its document
     * @param contentType by its content
     * @param characters of its text, in UTF-16 code units
     * @param pages or slides or sheets
     * @param language ISO 639-1
     * @param fields what the document's fields were filled with, by name
     * @param undeclared names of fields that there is something for, but that the collection does not declare
     * @param warnings sentences: what was left out, what looks wrong
     * @param error why there is no document of it
     */
    @JsonInclude(Include.NON_NULL)
    public record FileOutcome(
            String file,
            @Nullable String id,
            @Nullable String contentType,
            @Nullable Integer characters,
            @Nullable Integer pages,
            @Nullable String language,
            @Nullable List<String> fields,
            @Nullable List<String> undeclared,
            @Nullable List<String> warnings,
            @Nullable Problem error) {}
}
