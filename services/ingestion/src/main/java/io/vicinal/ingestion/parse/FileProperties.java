package io.vicinal.ingestion.parse;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Files that are sent to be read.
 *
 * @param maxBytes Size of one file.
 * @param maxFiles Files in one request.
 * @param requests Requests with files that are under way at a time, each with one file on disk; more are answered 429.
 * @param processes Processes that read files, at most; 0 takes half as many as there are cores, from 1 to 4.
 * @param memory Heap of such a process; a file that needs more is given up.
 * @param timeout Time for one file; one that takes longer is given up.
 * @param filesPerProcess Files after which a process is replaced, whatever may have gathered in it.
 * @param idle Time after which a process without work is ended; the next file starts one.
 * @param depth Levels of elements within elements in a file.
 * @param embeddedFiles Attachments and embedded files that are read in one file; the rest is left out, and said.
 * @param embeddedDepth Levels of files within files that are read; deeper ones are left out, and said.
 * @param unpackedBytes What may come out of a packed file, or of all its embedded files.
 * @param folder Where files lie while they are read; the system's folder for temporary files unless set.
 */
@ConfigurationProperties("vicinal.ingestion.files")
public record FileProperties(
        @DefaultValue("100MB") DataSize maxBytes,
        @DefaultValue("1000") int maxFiles,
        @DefaultValue("64") int requests,
        @DefaultValue("0") int processes,
        @DefaultValue("512MB") DataSize memory,
        @DefaultValue("60s") Duration timeout,
        @DefaultValue("500") int filesPerProcess,
        @DefaultValue("5m") Duration idle,
        @DefaultValue("256") int depth,
        @DefaultValue("100") int embeddedFiles,
        @DefaultValue("4") int embeddedDepth,
        @DefaultValue("512MB") DataSize unpackedBytes,
        @Nullable Path folder) {

    private static final int MOST_BY_DEFAULT = 4;

    int processesOr(int cores) {
        return processes > 0 ? processes : Math.clamp(cores / 2, 1, MOST_BY_DEFAULT);
    }

    public Path folderOrDefault() {
        return folder != null ? folder : Path.of(System.getProperty("java.io.tmpdir"));
    }
}
