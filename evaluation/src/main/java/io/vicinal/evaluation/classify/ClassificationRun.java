package io.vicinal.evaluation.classify;

import io.vicinal.evaluation.classify.ClassificationResult.Novelty;
import io.vicinal.evaluation.dataset.LabelledText;
import io.vicinal.evaluation.eval.CorpusLoad;
import io.vicinal.evaluation.ingest.Source;
import io.vicinal.evaluation.platform.ClassifyQuery;
import io.vicinal.evaluation.platform.VicinalClient;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One set of examples, learned by one collection, and the test's texts labelled by it. */
record ClassificationRun(VicinalClient client, String collection, ClassificationEvaluation asked, PrintWriter err) {
    static final String FIELD = "label";

    /** @param blanks appended to each text, so that no run is answered from what the platform remembers of another */
    ClassificationResult.Run measure(Examples examples, int blanks) throws IOException, InterruptedException {
        // 1. The examples as documents, searchable.
        Double ingestSeconds = load(examples);

        // 2. The classifier that the platform chooses on them.
        Trained trained = asked.isByVotes() ? null : trained();

        // 3. The texts of the test, and the strangers.
        ClassifyQuery query =
                new ClassifyQuery(FIELD, asked.isByVotes() ? ClassificationEvaluation.VOTES : null, asked.maxRisk());
        List<String> texts = asked.test().stream().map(LabelledText::text).toList();
        Classification known = classified(query, texts, blanks);
        Classification strangers = classified(query, asked.strangers(), blanks);

        // 4. What they were told, against the truth.
        Judgement judgement = Judgement.of(asked.test(), known.answers());
        Novelty novelty = asked.strangers().isEmpty() ? null : Judgement.novelty(known.answers(), strangers.answers());
        Set<String> warnings = new LinkedHashSet<>(known.warnings());
        warnings.addAll(strangers.warnings());
        if (novelty == null && !asked.strangers().isEmpty()) {
            warnings.add("The platform does not say of each text how strange it is; there is no AUROC.");
        }
        return new ClassificationResult.Run(
                examples.rows().size(),
                examples.labels().size(),
                ingestSeconds,
                trained == null ? null : trained.waitedSeconds(),
                figures(judgement, novelty, known, trained),
                judgement.abstained(),
                trained == null ? null : trained.description(),
                judgement.riskCoverage(),
                judgement.calibration().bins(),
                judgement.quality().labels(),
                novelty,
                List.copyOf(warnings));
    }

    private @Nullable Double load(Examples examples) throws IOException, InterruptedException {
        int documents = examples.rows().size();
        if (asked.keep() && client.searchableDocuments(collection) == documents) {
            return null;
        }
        Map<String, Object> schema = new LinkedHashMap<>(asked.schema());
        schema.put("fields", Map.of(FIELD, "keyword"));
        double seconds = new CorpusLoad(client, collection, schema, err)
                .run(Source.of(examples.name(), examples.json(FIELD)), documents);
        say("%,d examples searchable after %.1f s", documents, seconds);
        return seconds;
    }

    private Trained trained() throws InterruptedException {
        Trained trained = Trained.await(client, collection, FIELD);
        say("classifier there after %.1f s", trained.waitedSeconds());
        return trained;
    }

    private Classification classified(ClassifyQuery query, List<String> texts, int blanks) throws InterruptedException {
        Classification classification = Classification.of(
                client,
                collection,
                query,
                texts.stream().map(text -> text + " ".repeat(blanks)).toList());
        if (!texts.isEmpty()) {
            say("%,d texts labelled in %.1f s", texts.size(), classification.seconds());
        }
        return classification;
    }

    private void say(String format, Object... values) {
        err.printf(Locale.ROOT, format + "%n", values);
        err.flush();
    }

    private static Figures figures(
            Judgement judgement, @Nullable Novelty novelty, Classification known, @Nullable Trained trained) {
        return new Figures(
                judgement.quality().accuracy(),
                judgement.quality().macroF1(),
                judgement.calibration().expectedError(),
                judgement.riskCoverage().area(),
                judgement.coverage(),
                judgement.risk(),
                novelty == null ? null : novelty.roc().area(),
                known.textsPerSecond(),
                trained == null ? null : trained.trainingSeconds());
    }
}
