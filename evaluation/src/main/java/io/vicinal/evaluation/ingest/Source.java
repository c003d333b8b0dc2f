package io.vicinal.evaluation.ingest;

import io.vicinal.evaluation.console.UserError;
import io.vicinal.evaluation.dataset.BeirFolder;
import io.vicinal.evaluation.ingest.ManySources.Opener;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a user named to be ingested.
 *
 * @param name for people and for the checkpoint: the absolute path, or {@code -}
 * @param bytes of all its files, or -1 where that is not known
 * @param fingerprint changes when a file's size or time does; null where a run cannot be resumed
 * @param leftOut endings of files in the folder that are of a kind that is not taken
 */
public record Source(String name, long bytes, @Nullable String fingerprint, Set<String> leftOut, List<Opener> files) {

    /** @param standardInput read where the path is {@code -} */
    public static Source open(String path, InputStream standardInput) throws IOException {
        if (path.equals("-")) {
            Opener opener = () -> new JsonLinesSource(standardInput, "standard input", false);
            return new Source("-", -1, null, Set.of(), List.of(opener));
        }
        Path named = Path.of(path).toAbsolutePath().normalize();
        if (!Files.exists(named)) {
            throw new UserError("There is no file or folder " + path + ".");
        }
        if (Files.isDirectory(named)) {
            return folder(named);
        }
        Opener opener = opener(named.getParent() == null ? named : named.getParent(), named);
        if (opener == null) {
            throw new UserError(
                    "The file " + path + " is neither JSON lines (.jsonl, .ndjson) nor text (.txt, .md, .markdown) nor "
                            + WholeFileSource.KINDS + ".");
        }
        return new Source(named.toString(), Files.size(named), stamp(named), Set.of(), List.of(opener));
    }

    private static Source folder(Path folder) throws IOException {
        List<Opener> openers = new ArrayList<>();
        Set<String> leftOut = new TreeSet<>();
        StringBuilder stamps = new StringBuilder();
        long bytes = 0;
        for (Path file : regularFiles(folder)) {
            if (besideCorpus(file)) {
                continue;
            }
            Opener opener = opener(folder, file);
            if (opener == null) {
                leftOut.add(ending(file));
                continue;
            }
            openers.add(opener);
            bytes += Files.size(file);
            stamps.append(folder.relativize(file))
                    .append(' ')
                    .append(stamp(file))
                    .append('\n');
        }
        if (openers.isEmpty()) {
            throw new UserError("The folder " + folder
                    + " holds no JSON lines (.jsonl, .ndjson), no text (.txt, .md, .markdown) and no "
                    + WholeFileSource.KINDS + ".");
        }
        return new Source(folder.toString(), bytes, stamps.toString(), leftOut, openers);
    }

    private static List<Path> regularFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !hidden(folder.relativize(file)))
                    .sorted()
                    .toList();
        }
    }

    /** Queries and judgements of a BEIR folder are no documents. */
    private static boolean besideCorpus(Path file) {
        Path folder = file.getParent();
        return folder != null
                && (file.endsWith(BeirFolder.QUERIES) && Files.isRegularFile(folder.resolve(BeirFolder.CORPUS))
                        || folder.endsWith("qrels") && Files.isRegularFile(folder.resolveSibling(BeirFolder.CORPUS)));
    }

    private static boolean hidden(Path relative) {
        for (Path part : relative) {
            if (part.toString().startsWith(".")) {
                return true;
            }
        }
        return false;
    }

    /** @return null for a file of a kind that is not taken */
    private static @Nullable Opener opener(Path root, Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        String id = root.relativize(file).toString().replace('\\', '/');
        if (name.endsWith(".jsonl") || name.endsWith(".ndjson")) {
            boolean corpus = name.equals(BeirFolder.CORPUS);
            return () -> new JsonLinesSource(Files.newInputStream(file), id, corpus);
        }
        if (TextFileSource.takes(name)) {
            return () -> new TextFileSource(file, id);
        }
        return WholeFileSource.takes(name) ? () -> new WholeFileSource(file, id) : null;
    }

    private static String ending(Path file) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot < 0 ? name : name.substring(dot);
    }

    private static String stamp(Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return attributes.size() + " " + attributes.lastModifiedTime();
    }

    /** Documents that are in memory already; such a run cannot be resumed. */
    public static Source of(String name, List<byte[]> documents) {
        long bytes =
                documents.stream().mapToLong(document -> document.length + 1L).sum();
        return new Source(name, bytes, null, Set.of(), List.of(() -> new MemorySource(name, documents.iterator())));
    }

    DocumentSource documents() {
        return new ManySources(files);
    }
}
