package io.vicinal.evaluation.ingest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A file that the platform reads: its id is the relative path. What it really is, its content says. */
final class WholeFileSource implements DocumentSource {
    static final String KINDS = "PDF, Office, OpenDocument, RTF, HTML, EPUB, e-mail (.eml, .msg) or CSV file";
    private static final Set<String> ENDINGS = Set.of(
            "pdf", "docx", "pptx", "xlsx", "doc", "ppt", "xls", "odt", "odp", "ods", "rtf", "html", "htm", "xhtml",
            "epub", "eml", "msg", "csv", "tsv");

    private final Path file;
    private final String id;
    private boolean read;

    WholeFileSource(Path file, String id) {
        this.file = file;
        this.id = id;
    }

    static boolean takes(String name) {
        return ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1));
    }

    @Override
    public @Nullable SourceDocument next() throws IOException {
        if (read) {
            return null;
        }
        read = true;
        String refusal = Files.isReadable(file) ? null : "The file cannot be opened.";
        return new SourceDocument(new byte[0], file, id, true, Files.size(file), refusal);
    }

    @Override
    public long empty() {
        return 0;
    }

    @Override
    public void close() {}
}
