package io.vicinal.evaluation.ann;

import io.vicinal.contracts.collection.VectorFormat;
import io.vicinal.evaluation.ann.AnnResult.Asked;
import io.vicinal.evaluation.dataset.BeirFolder;
import io.vicinal.evaluation.report.Machine;
import io.vicinal.evaluation.report.ResultFolder;
import io.vicinal.retrieval.candidates.SearchEffort;
import io.vicinal.retrieval.vector.Simd;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The vector index by itself: each format's recall against its queries a second, and hnswlib's.
 *
 * @param work absolute; where vectors and the peer are kept for the next time
 * @param vectors how many to index
 * @param queries how many to ask for
 * @param peer whether hnswlib is measured, too
 */
public record AnnBench(
        Path folder, int vectors, int queries, List<VectorFormat> formats, boolean peer, Path work, Path out) {
    private static final List<Integer> EFFORTS = List.of(10, 20, 40, 60, 80, 100, 150, 200, 300, 500, 800, 1200);

    public void run(PrintWriter terminal, PrintWriter err) throws IOException, InterruptedException {
        TokenVectors tokens = TokenVectors.of(BeirFolder.open(folder), vectors, queries, work, err);
        say(err, "Comparing each question with each vector");
        List<Questions> questions = List.of(
                Questions.of("held-out token vectors of documents", tokens.heldOut(), tokens.indexed()),
                Questions.of("token vectors of queries", tokens.ofQueries(), tokens.indexed()));
        List<List<Curve>> curves = List.of(new ArrayList<>(), new ArrayList<>());
        for (VectorFormat format : formats) {
            say(err, "Indexing and asking " + format.name().toLowerCase(java.util.Locale.ROOT));
            Path index = Files.createTempDirectory(Files.createDirectories(work), "index");
            try (ShardIndex shard = new ShardIndex(index, format, tokens.indexed())) {
                for (int i = 0; i < questions.size(); i++) {
                    curves.get(i).add(shard.measure(questions.get(i), EFFORTS));
                }
            } finally {
                remove(index);
            }
        }
        if (peer) {
            say(err, "Indexing and asking hnswlib");
            new Hnswlib(work, err).measure(tokens.indexed(), questions, EFFORTS).ifPresent(found -> {
                for (int i = 0; i < found.size(); i++) {
                    curves.get(i).add(found.get(i));
                }
            });
        }
        write(tokens, questions, curves, terminal);
    }

    private void write(TokenVectors tokens, List<Questions> questions, List<List<Curve>> curves, PrintWriter terminal)
            throws IOException {
        List<Asked> asked = new ArrayList<>();
        for (int i = 0; i < questions.size(); i++) {
            asked.add(new Asked(
                    questions.get(i).name(), questions.get(i).vectors().size(), curves.get(i)));
        }
        int usual = SearchEffort.usual(VectorFormat.INT8).neighbours();
        Curve int8 = named("int8", curves.getFirst());
        AnnResult result = new AnnResult(
                tokens.name(),
                Instant.now(),
                Machine.here(),
                tokens.indexed().count(),
                tokens.indexed().dimensions(),
                Simd.bits(),
                usual,
                int8 == null ? Double.NaN : int8.recallAt(usual).orElse(Double.NaN),
                ratio(int8, named("hnswlib", curves.getFirst())),
                asked);
        ResultFolder results = ResultFolder.create(out);
        results.write(result, AnnReport.html(result));
        terminal.print(AnnReport.text(result));
        terminal.println("result.json and report.html are in " + results.path());
        terminal.flush();
    }

    private static @Nullable Curve named(String index, List<Curve> curves) {
        return curves.stream()
                .filter(curve -> curve.index().equals(index))
                .findFirst()
                .orElse(null);
    }

    private static @Nullable Double ratio(@Nullable Curve ours, @Nullable Curve theirs) {
        if (ours == null || theirs == null) {
            return null;
        }
        OptionalDouble our = ours.queriesPerSecondAt(AnnResult.RECALL);
        OptionalDouble their = theirs.queriesPerSecondAt(AnnResult.RECALL);
        return our.isEmpty() || their.isEmpty() ? null : our.getAsDouble() / their.getAsDouble();
    }

    private static void say(PrintWriter err, String sentence) {
        err.println(sentence);
        err.flush();
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> inside = Files.walk(folder)) {
            for (Path path : inside.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
