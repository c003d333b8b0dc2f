package io.vicinal.retrieval.shard;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import org.apache.lucene.store.Directory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an index takes on disk, while it is written. */
final class IndexSize {
    private static final Logger log = LoggerFactory.getLogger(IndexSize.class);

    static long bytes(Directory directory) throws IOException {
        long bytes = 0;
        for (String file : directory.listAll()) {
            try {
                bytes += directory.fileLength(file);
            } catch (NoSuchFileException e) {
                log.atTrace().addKeyValue("file", file).log("merged away while counting");
            }
        }
        return bytes;
    }

    private IndexSize() {}
}
