package io.vicinal.evaluation;

import io.vicinal.evaluation.console.Guarded;
import io.vicinal.evaluation.console.Progress;
import io.vicinal.evaluation.console.UserError;
import io.vicinal.evaluation.ingest.Checkpoint;
import io.vicinal.evaluation.ingest.Ingest;
import io.vicinal.evaluation.ingest.Report;
import io.vicinal.evaluation.ingest.Source;
import io.vicinal.evaluation.platform.VicinalClient;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code vicinal ingest}: files, folders and standard input into a collection. */
@Command(
        name = "ingest",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Send documents to a collection.",
        description = {
            "",
            "Takes JSON lines (.jsonl, .ndjson: one document a line, {\"id\": …, \"title\": …, \"text\": …, \"fields\": {…}}; _id stands for id), BEIR folders (their corpus), text and Markdown files (id: the relative path; title: the first heading, else the file's name), PDF, Word, PowerPoint, Excel, OpenDocument, RTF, HTML, EPUB, e-mail (.eml, .msg) and CSV files (read by the platform; id: the relative path), folders of these, and JSON lines on standard input (-).",
            "",
            "Documents that the platform rejects are listed with the reason; the others go on. When the platform is away for a while, sending is tried again. An interrupted run goes on where it was when the same command is given again and the files are unchanged. Sending a document again replaces it.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  vicinal ingest articles articles.jsonl --create --fields year:long,tag:keyword",
            "  vicinal ingest notes ~/notes --create --wait",
            "  vicinal ingest papers ~/papers --create --fields author:keyword,pages:long,page_starts:long --report papers.jsonl",
            "  zcat dump.jsonl.gz | vicinal ingest articles -",
            "",
            "Exit code: 0 when all were accepted, 1 when some were rejected or it could not go on, 2 for a wrong command line."
        })
public final class IngestCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(index = "0", paramLabel = "<collection>", description = "The collection's name.")
    private String collection = "";

    @Parameters(index = "1", paramLabel = "<source>", description = "A file, a folder, or - for standard input.")
    private String source = "";

    @Option(
            names = "--url",
            defaultValue = "${env:VICINAL_URL:-http://127.0.0.1:8080}",
            paramLabel = "<url>",
            description = "Where the platform is (default: $$VICINAL_URL, or http://127.0.0.1:8080).")
    private String url = "";

    @Option(
            names = "--key",
            defaultValue = "${env:VICINAL_KEY}",
            paramLabel = "<key>",
            description = "API key, where the platform wants one (default: $$VICINAL_KEY).")
    private @Nullable String key;

    @Option(names = "--create", description = "Make the collection where it is not there yet.")
    private boolean create;

    @Option(
            names = "--fields",
            split = ",",
            splitSynopsisLabel = ",",
            paramLabel = "<name:type>",
            description =
                    "With --create: the fields that documents may have. Types: keyword, text, long, double, boolean, date.")
    private String[] fields = {};

    @Option(
            names = "--shards",
            paramLabel = "<n>",
            description = "With --create: how many shards (default: the platform's).")
    private @Nullable Integer shards;

    @Option(names = "--wait", description = "Return only when a search finds what was sent.")
    private boolean waitSearchable;

    @Option(names = "--restart", description = "Begin at the beginning, also where an earlier run was interrupted.")
    private boolean restart;

    @Option(
            names = "--retry-for",
            defaultValue = "300",
            paramLabel = "<seconds>",
            description =
                    "How long to try when the platform does not answer or cannot take more (default: ${DEFAULT-VALUE}).")
    private long retryForSeconds;

    @Option(
            names = "--report",
            paramLabel = "<file>",
            description =
                    "Write what became of each file, and why documents were rejected, to this file: one JSON object a line.")
    private @Nullable Path report;

    @Override
    public Integer call() {
        PrintWriter terminal = Terminal.out(spec);
        PrintWriter err = Terminal.err(spec);
        return Guarded.run(err, () -> {
            Source documents = Source.open(source, System.in);
            if (!documents.leftOut().isEmpty()) {
                err.println("Left out, of a kind that is not taken: files ending in "
                        + String.join(", ", documents.leftOut()) + ".");
            }
            try (VicinalClient client = new VicinalClient(url, key)) {
                Checkpoint checkpoint = checkpoint(documents, collection(client));
                return send(client, documents, checkpoint, terminal, err);
            }
        });
    }

    /** What the platform says of the collection, made first where that was asked for. */
    private JsonNode collection(VicinalClient client) throws InterruptedException {
        Map<String, String> types = FieldDeclarations.parse(fields);
        if (!create && (!types.isEmpty() || shards != null)) {
            throw new UserError("--fields and --shards say how to make a collection; they want --create.");
        }
        if (create) {
            client.createCollection(collection, types, shards);
        }
        return client.collectionInfo(collection)
                .orElseThrow(() -> new UserError(
                        "There is no collection " + collection + " at " + client.url() + ". Add --create to make it."));
    }

    /** A collection that was deleted and made anew must not go on where the old one was. */
    private @Nullable Checkpoint checkpoint(Source documents, JsonNode info) throws IOException {
        if (documents.fingerprint() == null) {
            return null;
        }
        Checkpoint checkpoint = Checkpoint.of(
                url, collection, info.path("created_at").toString(), documents.name(), documents.fingerprint());
        if (restart) {
            checkpoint.remove();
        }
        return checkpoint;
    }

    private int send(
            VicinalClient client,
            Source documents,
            @Nullable Checkpoint checkpoint,
            PrintWriter terminal,
            PrintWriter err)
            throws IOException, InterruptedException {
        Ingest.Result result;
        long began = System.nanoTime();
        boolean goesOn = checkpoint != null && checkpoint.exists();
        try (Progress progress = Progress.bytes(err, collection, documents.bytes());
                Report outcomes = Report.to(report, goesOn)) {
            Ingest ingest = new Ingest(
                    client,
                    collection,
                    checkpoint,
                    waitSearchable,
                    Duration.ofSeconds(Math.max(0, retryForSeconds)),
                    outcomes);
            result = ingest.run(documents, progress);
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        terminal.printf(
                "%,d documents accepted, %,d rejected, in %.1f s%s%n",
                result.accepted(), result.rejected(), seconds, waitSearchable ? "; all are searchable" : "");
        if (result.resumedAt() > 0) {
            terminal.printf("(%,d of them were sent by the run before.)%n", result.resumedAt());
        }
        if (result.empty() > 0) {
            terminal.printf("%,d documents have neither title nor text and were left out.%n", result.empty());
        }
        terminal.flush();
        return result.rejected() == 0 ? 0 : 1;
    }
}
