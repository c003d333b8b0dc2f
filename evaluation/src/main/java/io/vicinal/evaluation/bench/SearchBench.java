package io.vicinal.evaluation.bench;

import io.vicinal.contracts.search.SearchResult;
import io.vicinal.evaluation.console.UserError;
import io.vicinal.evaluation.dataset.BeirFolder;
import io.vicinal.evaluation.encoder.RawEncoder;
import io.vicinal.evaluation.eval.CorpusLoad;
import io.vicinal.evaluation.eval.Probe;
import io.vicinal.evaluation.eval.Steps;
import io.vicinal.evaluation.eval.Throughput;
import io.vicinal.evaluation.ingest.Source;
import io.vicinal.evaluation.metrics.Latency;
import io.vicinal.evaluation.platform.Platform;
import io.vicinal.evaluation.platform.VicinalClient;
import io.vicinal.evaluation.report.Machine;
import io.vicinal.evaluation.report.ResultFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Hybrid search through the API against encoding the same queries alone, in turns, so that both meet the machine in the
 * same state. Every query is new to the platform: no embedding comes from a cache.
 *
 * @param documents how many to search in, 0 for all
 * @param collection one that holds the documents already, or null to load them
 * @param queries how many to measure, 0 for all
 */
public record SearchBench(
        Path folder, int documents, @Nullable String collection, int queries, int topK, int clients, Path out) {
    private static final int WARM_UP = 1000;
    private static final String MODE = "hybrid";

    public void run(Platform platform, PrintWriter terminal, PrintWriter err) throws IOException, InterruptedException {
        BeirFolder dataset = BeirFolder.open(folder);
        List<String> texts = texts(dataset);
        VicinalClient client = platform.client();
        if (collection != null) {
            measure(dataset, texts, client, collection, terminal, err);
            return;
        }
        Corpus corpus = Corpus.read(folder, documents);
        try (ScratchCollection scratch = ScratchCollection.named(client, "search")) {
            new CorpusLoad(client, scratch.name(), err)
                    .run(
                            Source.of(corpus.name(), corpus.json()),
                            corpus.documents().size());
            measure(dataset, texts, client, scratch.name(), terminal, err);
        }
    }

    private List<String> texts(BeirFolder dataset) throws IOException {
        List<String> all = dataset.queries().values().stream().distinct().toList();
        if (all.isEmpty()) {
            throw new UserError("The dataset " + dataset.name() + " has no queries.");
        }
        return queries > 0 && queries < all.size() ? all.subList(0, queries) : all;
    }

    private void measure(
            BeirFolder dataset,
            List<String> texts,
            VicinalClient client,
            String name,
            PrintWriter terminal,
            PrintWriter err)
            throws IOException, InterruptedException {
        long searchable = client.searchableDocuments(name);
        if (searchable == 0) {
            throw new UserError("The collection " + name + " at " + client.url() + " holds no documents.");
        }
        Probe probe = Probe.on(client, name);
        double[] searchMs = new double[texts.size()];
        double[] withoutMs = new double[texts.size()];
        double[] rawMs = new double[texts.size()];
        List<SearchResult.Took> tooks = new ArrayList<>();
        try (RawEncoder encoder = new RawEncoder(1)) {
            for (int i = 0; i < WARM_UP; i++) {
                String query = Probe.likeButOther(texts.get(i % texts.size())) + i;
                encoder.encodeQuery(query);
                probe.search(query, MODE, topK);
                probe.searchWithoutLateInteraction(query + "  ", MODE, topK);
            }
            err.println(texts.size() + " queries, each encoded alone and searched for, in turns");
            err.flush();
            for (int i = 0; i < texts.size(); i++) {
                String query = texts.get(i);
                // Which one goes first alternates, so that neither always follows the other.
                if (i % 2 == 0) {
                    rawMs[i] = rawMs(encoder, query);
                }
                Probe.Timed timed = probe.search(query, MODE, topK);
                searchMs[i] = timed.ms();
                if (timed.result().tookMs() != null) {
                    tooks.add(timed.result().tookMs());
                }
                // A blank at the end changes no result, but keeps the embedding from being found in a cache.
                withoutMs[i] = probe.searchWithoutLateInteraction(query + "  ", MODE, topK)
                        .ms();
                if (i % 2 == 1) {
                    rawMs[i] = rawMs(encoder, query);
                }
            }
        }
        List<String> again = texts.stream().map(query -> query + " ").toList();
        Throughput throughput = clients > 1 ? Throughput.measure(probe, again, MODE, topK, clients) : null;
        Latency search = Latency.of(searchMs);
        Latency without = Latency.of(withoutMs);
        Latency raw = Latency.of(rawMs);
        LatencyResult result = new LatencyResult(
                dataset.name(),
                Instant.now(),
                Machine.here(),
                searchable,
                topK,
                search,
                raw,
                without,
                1 - without.p50Ms() / search.p50Ms(),
                search.p50Ms() / raw.p50Ms(),
                Steps.mean(tooks),
                throughput);
        ResultFolder results = ResultFolder.create(out);
        results.write(result, LatencyReport.html(result));
        terminal.print(LatencyReport.text(result));
        terminal.println("result.json and report.html are in " + results.path());
        terminal.flush();
    }

    private static double rawMs(RawEncoder encoder, String query) {
        long began = System.nanoTime();
        encoder.encodeQuery(query);
        return (System.nanoTime() - began) / 1e6;
    }
}
