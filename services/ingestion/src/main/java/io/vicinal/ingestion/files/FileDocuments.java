package io.vicinal.ingestion.files;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.document.Document;
import io.vicinal.contracts.document.DocumentLimits;
import io.vicinal.contracts.document.FilesResult.FileOutcome;
import io.vicinal.contracts.error.Problem;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.parsing.ParseAnswer.Parsed;
import io.vicinal.parsing.ParseAnswer.Refused;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A file that has been read, as a document and as what is said about it. */
final class FileDocuments {

    /** @param document to be written, once it has passed the rules of documents */
    record Made(Document document, FileOutcome outcome) {}

    static Made of(Collection collection, String name, String id, @Nullable String expiresAt, Parsed parsed) {
        FileFields fields = FileFields.of(name, parsed, collection.fields());
        List<String> warnings = new ArrayList<>(parsed.warnings());
        warnings.addAll(fields.warnings());
        String title = parsed.title();
        if (title == null || title.isBlank()) {
            title = withoutPath(name);
        } else if (title.getBytes(StandardCharsets.UTF_8).length > DocumentLimits.TITLE_BYTES) {
            warnings.add("The file's title has more than %,d bytes; its name stands in for it."
                    .formatted(DocumentLimits.TITLE_BYTES));
            title = withoutPath(name);
        }
        Document document = new Document(
                id, title, parsed.text(), fields.values().isEmpty() ? null : fields.values(), null, expiresAt);
        String pages = parsed.properties().get("pages");
        FileOutcome outcome = new FileOutcome(
                name,
                id,
                parsed.contentType(),
                parsed.text().length(),
                pages == null ? null : Integer.valueOf(pages),
                parsed.properties().get("language"),
                List.copyOf(fields.values().keySet()),
                fields.undeclared(),
                warnings,
                null);
        return new Made(document, outcome);
    }

    static FileOutcome refused(String name, @Nullable String id, @Nullable String contentType, Problem problem) {
        return new FileOutcome(name, id, contentType, null, null, null, null, null, null, problem);
    }

    static Problem problem(Refused refused) {
        ProblemType type = switch (refused.reason()) {
            case UNSUPPORTED -> ProblemType.UNSUPPORTED_MEDIA_TYPE;
            case ENCRYPTED -> ProblemType.ENCRYPTED_FILE;
            case DAMAGED -> ProblemType.UNREADABLE_FILE;
            case NO_TEXT -> ProblemType.NO_TEXT;
            case TOO_MUCH_TEXT -> ProblemType.TOO_LARGE;
            case OVER_LIMITS -> ProblemType.FILE_OVER_LIMITS;
        };
        return type.of(null, refused.detail());
    }

    private static String withoutPath(String name) {
        String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        return last.isBlank() ? name : last;
    }

    private FileDocuments() {}
}
