package io.vicinal.evaluation.eval;

import io.vicinal.evaluation.console.TextTable;
import io.vicinal.evaluation.console.UserError;
import io.vicinal.evaluation.dataset.BeirDocument;
import io.vicinal.evaluation.dataset.BeirFolder;
import io.vicinal.evaluation.dataset.TrecFiles;
import io.vicinal.evaluation.ingest.Source;
import io.vicinal.evaluation.metrics.Quality;
import io.vicinal.evaluation.platform.Platform;
import io.vicinal.evaluation.platform.VicinalClient;
import io.vicinal.evaluation.report.Machine;
import io.vicinal.evaluation.report.ResultFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Every judged query of a split in every mode, through the public API.
 *
 * @param schema of the collection, where it is made for this
 * @param keep use the collection where it is there already, and leave it there
 * @param kills how often to kill the platform with SIGKILL while it loads
 * @param clients above 1: measure throughput with so many at once, too
 */
public record Evaluation(
        BeirFolder dataset,
        String split,
        String collection,
        Map<String, Object> schema,
        List<String> modes,
        int topK,
        int clients,
        boolean keep,
        int kills,
        Path out) {

    /** What is to be judged; read before a platform is started, so that a missing split is said at once. */
    public record Task(Map<String, String> queries, Map<String, Map<String, Integer>> qrels) {}

    public Task task() throws IOException {
        Map<String, Map<String, Integer>> qrels = new LinkedHashMap<>(dataset.qrels(split));
        qrels.values().removeIf(gains -> gains.values().stream().noneMatch(gain -> gain > 0));
        Map<String, String> texts = dataset.queries();
        Map<String, String> queries = new LinkedHashMap<>();
        for (String id : qrels.keySet()) {
            String text = texts.get(id);
            if (text == null) {
                throw new UserError("The split '" + split + "' judges query " + id + ", which " + BeirFolder.QUERIES
                        + " does not hold.");
            }
            queries.put(id, text);
        }
        if (queries.isEmpty()) {
            throw new UserError("The split '" + split + "' judges no query.");
        }
        return new Task(queries, qrels);
    }

    public void run(Task task, Platform platform, PrintWriter terminal, PrintWriter err)
            throws IOException, InterruptedException {
        VicinalClient client = platform.client();
        on(platform, err, seconds -> {
            ResultFolder folder = ResultFolder.create(out);
            TrecFiles.qrels(folder.file("qrels.txt"), task.qrels());
            EvalResult result = new EvalResult(
                    dataset.name(),
                    split,
                    Instant.now(),
                    Machine.here(),
                    client.url(),
                    collection,
                    schema,
                    client.searchableDocuments(collection),
                    topK,
                    seconds,
                    modes(task, client, folder, err));
            folder.write(result, EvalReport.html(result));
            print(result, terminal, folder);
        });
    }

    /** Measuring a collection that is searchable. */
    interface Measuring {
        /** @param ingestSeconds null where the collection was there already */
        void run(@Nullable Double ingestSeconds) throws IOException, InterruptedException;
    }

    /** The corpus in its collection, which is removed afterwards unless it is to be kept. */
    void on(Platform platform, PrintWriter err, Measuring measuring) throws IOException, InterruptedException {
        VicinalClient client = platform.client();
        boolean exists = client.collectionInfo(collection).isPresent();
        if (exists && !keep) {
            throw new UserError("There is a collection " + collection + " at " + client.url()
                    + " already. Use it with --keep, or name another with --collection.");
        }
        try {
            List<BeirDocument> documents = dataset.documents();
            boolean complete = exists && client.searchableDocuments(collection) == documents.size();
            measuring.run(complete ? null : load(platform, documents, err));
        } finally {
            if (!keep && !exists) {
                client.deleteCollection(collection);
            }
        }
    }

    private Map<String, EvalResult.Mode> modes(Task task, VicinalClient client, ResultFolder folder, PrintWriter err)
            throws IOException, InterruptedException {
        Map<String, EvalResult.Mode> results = new LinkedHashMap<>();
        Probe probe = Probe.on(client, collection);
        for (String mode : modes) {
            err.println(mode + ": " + task.queries().size() + " queries");
            err.flush();
            ModeRun run = ModeRun.measure(probe, task.queries(), mode, results.size(), topK);
            TrecFiles.run(folder.file(mode + ".run"), "vicinal-" + mode, run.rankings());
            if (run.partial() > 0) {
                err.println("Warning: " + run.partial() + " answers were partial; this is not the platform's quality.");
            }
            int blanks = modes.size() + results.size();
            List<String> again = task.queries().values().stream()
                    .map(query -> query + " ".repeat(blanks))
                    .toList();
            Throughput throughput = clients > 1 ? Throughput.measure(probe, again, mode, topK, clients) : null;
            results.put(
                    mode,
                    new EvalResult.Mode(
                            Quality.of(run.rankings(), task.qrels()),
                            run.latency(),
                            run.steps(),
                            run.queriesPerSecond(),
                            run.partial(),
                            throughput));
        }
        return results;
    }

    private double load(Platform platform, List<BeirDocument> documents, PrintWriter err)
            throws IOException, InterruptedException {
        Source source = Source.of(
                BeirFolder.CORPUS, documents.stream().map(BeirDocument::json).toList());
        double seconds;
        try (Crashes crashes = new Crashes(platform, collection, kills, documents.size(), err)) {
            seconds = new CorpusLoad(platform.client(), collection, schema, err).run(source, documents.size());
        }
        if (kills > 0) {
            // All of it once more: a document that came twice or went missing again would show in the count.
            new CorpusLoad(platform.client(), collection, schema, err).awaitDocuments(documents.size());
            err.println("dead letters: " + platform.deadLetters());
        }
        err.printf("%,d documents searchable after %.1f s%n", documents.size(), seconds);
        err.flush();
        return seconds;
    }

    private static void print(EvalResult result, PrintWriter terminal, ResultFolder folder) {
        terminal.println(result.dataset() + ", " + result.split() + " split, " + result.documents() + " documents"
                + (result.schema().isEmpty() ? "" : ", " + result.schema()));
        terminal.print(TextTable.of(EvalReport.HEADER, EvalReport.rows(result)));
        List<List<String>> throughput = EvalReport.throughput(result);
        if (!throughput.isEmpty()) {
            terminal.println();
            terminal.print(
                    TextTable.of(List.of("mode", "clients", "queries/s", "p50 ms", "p95 ms", "p99 ms"), throughput));
        }
        terminal.println("Run files, result.json and report.html are in " + folder.path());
        terminal.flush();
    }
}
