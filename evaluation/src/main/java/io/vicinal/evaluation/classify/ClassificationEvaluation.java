package io.vicinal.evaluation.classify;

import io.vicinal.evaluation.console.TextTable;
import io.vicinal.evaluation.console.UserError;
import io.vicinal.evaluation.dataset.LabelledText;
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
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How well the platform labels texts by examples, through the public API.
 *
 * @param train name of the file of the examples
 * @param testName likewise
 * @param strangers texts of none of the labels, whose novelty should show it; none where that is not measured
 * @param collection of one run; of several, what their names begin with
 * @param schema of the collections, beside their field of labels
 * @param keep use collections where they are there already, and leave them there
 * @param method auto or votes
 * @param maxRisk the share of answers that may be wrong; null answers whatever is most likely
 * @param examplesPerLabel to draw; null takes all
 * @param draws how often, each with a collection of its own
 */
public record ClassificationEvaluation(
        String train,
        List<LabelledText> examples,
        String testName,
        List<LabelledText> test,
        List<String> strangers,
        String collection,
        Map<String, Object> schema,
        boolean keep,
        String method,
        @Nullable Double maxRisk,
        @Nullable Integer examplesPerLabel,
        int draws,
        long seed,
        Path out) {
    public static final String VOTES = "votes";

    boolean isByVotes() {
        return method.equals(VOTES);
    }

    public void run(Platform platform, PrintWriter terminal, PrintWriter err) throws IOException, InterruptedException {
        VicinalClient client = platform.client();
        for (String name : collections()) {
            requireFree(client, name);
        }
        List<ClassificationResult.Run> runs = new ArrayList<>();
        SplittableRandom seeds = new SplittableRandom(seed);
        for (String name : collections()) {
            Examples all = Examples.of(train, examples);
            Examples drawn = examplesPerLabel == null ? all : all.draw(examplesPerLabel, seeds.split());
            runs.add(run(client, name, drawn, runs.size(), err));
        }
        ClassificationResult result = result(client, runs);
        ResultFolder folder = ResultFolder.create(out);
        folder.write(result, ClassificationReport.html(result));
        print(result, folder, terminal);
    }

    private List<String> collections() {
        return draws == 1
                ? List.of(collection)
                : IntStream.rangeClosed(1, draws)
                        .mapToObj(draw -> collection + "-" + draw)
                        .toList();
    }

    private void requireFree(VicinalClient client, String name) throws InterruptedException {
        if (!keep && client.collectionInfo(name).isPresent()) {
            throw new UserError("There is a collection " + name + " at " + client.url()
                    + " already. Use it with --keep, or name another with --collection.");
        }
    }

    private ClassificationResult.Run run(VicinalClient client, String name, Examples drawn, int before, PrintWriter err)
            throws IOException, InterruptedException {
        try {
            return new ClassificationRun(client, name, this, err).measure(drawn, before);
        } finally {
            if (!keep && client.collectionInfo(name).isPresent()) {
                client.deleteCollection(name);
            }
        }
    }

    private ClassificationResult result(VicinalClient client, List<ClassificationResult.Run> runs) {
        List<String> known = Examples.of(train, examples).labels();
        return new ClassificationResult(
                train,
                testName,
                Instant.now(),
                Machine.here(),
                client.url(),
                collection,
                schema,
                method,
                maxRisk,
                examplesPerLabel,
                examplesPerLabel == null ? null : seed,
                test.size(),
                strangers.size(),
                test.stream()
                        .map(LabelledText::label)
                        .distinct()
                        .filter(label -> !known.contains(label))
                        .toList(),
                Figures.mean(
                        runs.stream().map(ClassificationResult.Run::figures).toList()),
                runs);
    }

    private static void print(ClassificationResult result, ResultFolder folder, PrintWriter terminal) {
        terminal.println(ClassificationReport.task(result));
        terminal.print(TextTable.of(ClassificationReport.HEADER, ClassificationReport.rows(result)));
        ClassificationReport.abstained(result).forEach(terminal::println);
        ClassificationReport.chosen(result).forEach(terminal::println);
        ClassificationReport.warnings(result).forEach(warning -> terminal.println("Warning: " + warning));
        terminal.println("result.json and report.html are in " + folder.path());
        terminal.flush();
    }
}
