package io.vicinal.retrieval.shard;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.lucene.util.IORunnable;

/** A commit whose files stay on disk until it is closed, whatever is merged meanwhile. */
public final class HeldCommit implements AutoCloseable {
    private final CommitData data;
    private final Path folder;
    private final List<String> files;
    private final IORunnable release;

    HeldCommit(CommitData data, Path folder, List<String> files, IORunnable release) {
        this.data = data;
        this.folder = folder;
        this.files = files;
        this.release = release;
    }

    public CommitData data() {
        return data;
    }

    /** Where the files lie. They are never written again. */
    public Path folder() {
        return folder;
    }

    /** The names of all files of the commit, its segments file among them. */
    public List<String> files() {
        return files;
    }

    @Override
    public void close() throws IOException {
        release.run();
    }
}
