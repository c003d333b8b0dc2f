package io.vicinal.evaluation.ingest;

import io.vicinal.contracts.document.DocumentLimits;
import io.vicinal.evaluation.dataset.BeirDocument;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A text or Markdown file as one document: its id is the relative path, its title the first heading or the file's name. */
final class TextFileSource implements DocumentSource {
    private static final Pattern HEADING = Pattern.compile("(?m)^ {0,3}#{1,6}[ \\t]+(\\S.*?)[ \\t#]*$");

    private final Path file;
    private final String id;
    private boolean read;
    private long empty;

    /** @param id the path relative to the folder that was named, with {@code /} between its parts */
    TextFileSource(Path file, String id) {
        this.file = file;
        this.id = id;
    }

    static boolean takes(String name) {
        return isMarkdown(name) || name.endsWith(".txt");
    }

    private static boolean isMarkdown(String name) {
        return name.endsWith(".md") || name.endsWith(".markdown");
    }

    @Override
    public @Nullable SourceDocument next() throws IOException {
        if (read) {
            return null;
        }
        read = true;
        long size = Files.size(file);
        if (size > DocumentLimits.TEXT_BYTES) {
            String refusal = "The text is longer than a document's may be (" + (DocumentLimits.TEXT_BYTES >> 20)
                    + " MiB); split the file.";
            return new SourceDocument(new byte[0], null, id, true, size, refusal);
        }
        String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        if (text.isBlank()) {
            empty++;
            return null;
        }
        return new SourceDocument(new BeirDocument(id, title(text), text).json(), null, id, true, size, null);
    }

    private String title(String text) {
        String name = id.substring(id.lastIndexOf('/') + 1);
        Matcher heading = HEADING.matcher(text);
        return isMarkdown(name.toLowerCase(java.util.Locale.ROOT)) && heading.find() ? heading.group(1) : name;
    }

    @Override
    public long empty() {
        return empty;
    }

    @Override
    public void close() {}
}
