package io.vicinal.retrieval.snapshot;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.vicinal.contracts.json.Json;
import io.vicinal.contracts.search.ShardId;
import io.vicinal.contracts.search.SnapshotDescription;
import io.vicinal.retrieval.shard.CommitData;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/**
 * What a snapshot is: a commit of a shard, and the files it is made of. It is written when they are all there.
 *
 * @param layout of this record and of where files lie
 * @param commit the commit's user data: topic id, offsets, time, index format
 * @param takenBy the node
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record Manifest(
        int layout,
        String id,
        String collection,
        int version,
        int partition,
        Map<String, String> commit,
        String takenBy,
        List<IndexFile> files) {

    static final int LAYOUT = 1;

    /**
     * @param name within the index
     * @param sha256 of its bytes, in hex; the name it is stored under, so that equal files are one and others never clash
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record IndexFile(String name, long bytes, String sha256) {
        boolean isSound() {
            return name != null
                    && name.matches("[A-Za-z0-9_][A-Za-z0-9_.]*")
                    && sha256 != null
                    && sha256.matches("[0-9a-f]{64}")
                    && bytes >= 0;
        }
    }

    Manifest {
        commit = Map.copyOf(commit);
        files = List.copyOf(files);
    }

    byte[] json() {
        return Json.mapper().writeValueAsString(this).getBytes(StandardCharsets.UTF_8);
    }

    /** @throws IllegalArgumentException with a sentence, for what is no manifest, or one of a later release */
    static Manifest read(byte[] json) {
        Manifest manifest;
        try {
            manifest = Json.mapper().readValue(json, Manifest.class);
        } catch (JacksonException | NullPointerException e) {
            throw new IllegalArgumentException("it is not a manifest: " + e.getMessage(), e);
        }
        if (manifest == null || manifest.layout != LAYOUT) {
            throw new IllegalArgumentException("it is of a layout that this release does not know");
        }
        if (manifest.files.isEmpty() || !manifest.files.stream().allMatch(IndexFile::isSound)) {
            throw new IllegalArgumentException("its list of files is not sound");
        }
        return manifest;
    }

    /** Why it is none of this shard, in a sentence. */
    Optional<String> foreign(ShardId shard) {
        ShardId own = new ShardId(collection, version, partition);
        if (!own.equals(shard)) {
            return Optional.of("it is a snapshot of the shard " + own);
        }
        return data().isPresent() ? Optional.empty() : Optional.of("it has no offsets");
    }

    Optional<CommitData> data() {
        return CommitData.of(commit.entrySet());
    }

    long bytes() {
        return files.stream().mapToLong(IndexFile::bytes).sum();
    }

    SnapshotDescription description() {
        CommitData data = data().orElseThrow();
        return new SnapshotDescription(
                id, data.time(), data.position().offset(), data.format(), files.size(), bytes(), takenBy);
    }
}
