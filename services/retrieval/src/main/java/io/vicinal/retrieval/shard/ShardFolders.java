package io.vicinal.retrieval.shard;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.search.ShardId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where this node's shards lie: {@code <data>/<collection>.v<version>/<partition>}.
 *
 * @param data the folder of all
 */
public record ShardFolders(Path data) {
    private static final Logger log = LoggerFactory.getLogger(ShardFolders.class);

    /** Removes a closed shard's index. */
    public void remove(ShardId shard) throws IOException {
        Path folder = ShardFolder.of(data, shard);
        ShardFolder.remove(ShardRestore.gathering(folder));
        ShardFolder.remove(folder);
    }

    /** Removes the folders of collections, or versions of them, that are no more; all else in the data folder stays. */
    public void keepOnly(List<Collection> collections) throws IOException {
        if (!Files.isDirectory(data)) {
            return;
        }
        Set<String> kept = collections.stream()
                .map(collection -> ShardFolder.name(collection.name(), collection.version()))
                .collect(Collectors.toSet());
        List<Path> gone;
        try (Stream<Path> folders = Files.list(data)) {
            gone = folders.filter(folder -> isGone(folder, kept)).toList();
        }
        for (Path folder : gone) {
            ShardFolder.remove(folder);
            log.atInfo().addKeyValue("folder", folder).log("index of a removed collection deleted");
        }
    }

    private static boolean isGone(Path folder, Set<String> kept) {
        String name = folder.getFileName().toString();
        return name.matches("[a-z0-9][a-z0-9_-]{0,62}\\.v\\d+") && !kept.contains(name);
    }
}
