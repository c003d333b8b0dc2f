package io.vicinal.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code vicinal eval classify} as a user gives it, against an API over real HTTP. */
class EvalClassifyCommandTest {
    @TempDir
    Path folder;

    private final FakePlatform platform = new FakePlatform();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path train;
    private Path test;

    @BeforeEach
    void write() throws Exception {
        train = Files.writeString(folder.resolve("train.csv"), """
                text,category
                "the rover landed, on mars",space
                saturn has rings,space
                knead the dough,bread
                "let it rise
                in the oven",bread
                """);
        test = Files.writeString(folder.resolve("test.jsonl"), """
                {"text": "rings of saturn", "label": "space"}
                {"text": "rover on mars", "label": "space"}
                {"text": "knead dough", "label": "bread"}
                {"text": "saturn pastry", "label": "bread"}
                """);
    }

    @AfterEach
    void close() {
        platform.close();
    }

    @Test
    void itLoadsWaitsForTheClassifierLabelsAndReports() throws Exception {
        Path strangers = Files.writeString(folder.resolve("ood.txt"), "zzz yyy\n\nxxx\n");
        platform.isTrainedLate = true;
        assertThat(run("--ood", strangers.toString(), "--max-risk", "0.2"))
                .as(err.toString())
                .isZero();
        assertThat(out.toString())
                .contains("4 texts", "2 labels", "2 strangers", "Chosen: neighbours 10, temperature 0.0500")
                .contains("expected accuracy 0.7500", "Warning: This is a fake.", "Abstained: unsure 1");

        JsonNode result = result();
        JsonNode figures = result.path("figures");
        assertThat(figures.path("accuracy").doubleValue()).isEqualTo(0.75);
        // space: 2 of 3 given and 2 of 2 found; bread: 1 of 1 given and 1 of 2 found
        assertThat(figures.path("macro_f1").doubleValue()).isCloseTo((0.8 + 2.0 / 3) / 2, within(1e-9));
        // three right at 0.9, one wrong at 0.4
        assertThat(figures.path("calibration_error").doubleValue()).isCloseTo((3 * 0.1 + 0.4) / 4, within(1e-9));
        assertThat(figures.path("coverage").doubleValue()).isEqualTo(0.75);
        assertThat(figures.path("risk").doubleValue()).isZero();
        assertThat(figures.path("risk_coverage_area").doubleValue()).isCloseTo(0.0625, within(1e-9));
        assertThat(figures.path("novelty_auroc").doubleValue()).isEqualTo(1);
        assertThat(figures.path("texts_per_second").doubleValue()).isPositive();
        assertThat(figures.path("training_seconds").doubleValue()).isEqualTo(1.5);
        JsonNode run = result.path("runs").get(0);
        assertThat(run.path("classifier").path("chosen").path("neighbours").intValue())
                .isEqualTo(10);
        assertThat(platform.described).isEqualTo(2);
        assertThat(run.path("classifier_seconds").doubleValue()).isGreaterThan(1);
        assertThat(run.path("risk_coverage").path("points")).hasSize(2);
        assertThat(run.path("novelty").path("strangers").doubleValue()).isEqualTo(1);

        assertThat(platform.schemas).singleElement().hasToString("{\"fields\":{\"label\":\"keyword\"}}");
        assertThat(platform.submissions)
                .singleElement()
                .satisfies(one -> assertThat(one.ids()).hasSize(4));
        assertThat(platform.documents(collection())).isNull();
        assertThat(Files.readString(folder.resolve("out/report.html")))
                .contains("Risk–coverage curve", "Reliability diagram", "ROC of novelty");
    }

    @Test
    void examplesAreDrawnAndTheMeanIsTaken() throws Exception {
        assertThat(run("--examples-per-label", "1", "--draws", "2", "--keep"))
                .as(err.toString())
                .isZero();
        JsonNode result = result();
        assertThat(result.path("runs"))
                .hasSize(2)
                .allMatch(run -> run.path("examples").intValue() == 2);
        double mean = (accuracy(result, 0) + accuracy(result, 1)) / 2;
        assertThat(result.path("figures").path("accuracy").doubleValue()).isCloseTo(mean, within(1e-9));
        assertThat(platform.documents(collection() + "-1").values())
                .extracting(document -> document.path("fields").path("label").stringValue())
                .containsExactlyInAnyOrder("space", "bread");
        assertThat(platform.documents(collection() + "-2")).hasSize(2);
        assertThat(out.toString()).contains("1 examples a label, seed 1", "mean");
    }

    @Test
    void votesNeedNoClassifier() throws Exception {
        assertThat(run("--method", "votes", "--shards", "8")).as(err.toString()).isZero();
        assertThat(platform.described).isZero();
        assertThat(platform.schemas.getFirst().path("shards").intValue()).isEqualTo(8);
        assertThat(platform.classifications)
                .allMatch(request -> request.path("method").stringValue().equals("votes"));
        assertThat(result().path("figures").has("training_seconds")).isFalse();
    }

    @Test
    void aRequestHoldsAThousandTexts() throws Exception {
        Files.writeString(test, "{\"text\": \"rings of saturn\", \"label\": \"space\"}\n".repeat(1001));
        assertThat(run()).as(err.toString()).isZero();
        assertThat(platform.classifications)
                .extracting(request -> request.path("texts").size())
                .containsExactly(1000, 1);
        assertThat(result().path("figures").path("accuracy").doubleValue()).isEqualTo(1);
    }

    @Test
    void aMachineThatIsTooSlowForSoManyIsAskedForFewer() throws Exception {
        Files.writeString(test, "{\"text\": \"rings of saturn\", \"label\": \"space\"}\n".repeat(700));
        platform.textsInTime = 400;
        assertThat(run()).as(err.toString()).isZero();
        assertThat(platform.classifications)
                .extracting(request -> request.path("texts").size())
                .containsExactly(700, 350, 350);
        platform.textsInTime = 0;
        assertThat(run()).isEqualTo(1);
        assertThat(err.toString()).contains("no answer within 60 s");
    }

    @Test
    void whereNothingIsAnsweredThereIsNoRisk() throws Exception {
        Files.writeString(test, "{\"text\": \"zzz\", \"label\": \"space\"}\n");
        assertThat(run()).as(err.toString()).isZero();
        assertThat(result().path("figures").path("coverage").doubleValue()).isZero();
        assertThat(result().path("figures").has("risk")).isFalse();
        assertThat(result().path("runs").get(0).path("abstained")).hasToString("{\"novel\":1}");
    }

    @Test
    void aLabelWithoutAnExampleIsSaid() throws Exception {
        Files.writeString(test, "{\"text\": \"rings of saturn\", \"label\": \"planets\"}\n");
        assertThat(run()).as(err.toString()).isZero();
        assertThat(out.toString()).contains("1 labels of the test have no example", "planets");
        assertThat(result().path("unseen")).hasToString("[\"planets\"]");
    }

    @Test
    void theTrainingFileMayBeAnOptionAndMustBeThere() {
        String[] rest = {"--url", platform.url(), "--out", folder.resolve("out").toString()};
        assertThat(execute(List.of("--train", train.toString(), "--test", test.toString()), rest))
                .as(err.toString())
                .isZero();
        assertThat(execute(List.of("--test", test.toString()), rest)).isEqualTo(2);
        assertThat(execute(List.of(train.toString()), rest)).isEqualTo(2);
        assertThat(err.toString()).contains("'<train>'", "'--test=<file>'");
        assertThat(execute(List.of(train.toString(), "--train", train.toString(), "--test", test.toString()), rest))
                .isEqualTo(1);
        assertThat(err.toString()).contains("given twice");
    }

    @Test
    void whatTheUserCanMendIsASentence() {
        assertThat(run("--draws", "3")).isEqualTo(1);
        assertThat(run("--examples-per-label", "0")).isEqualTo(1);
        assertThat(run("--max-risk", "1")).isEqualTo(1);
        assertThat(run("--max-risk", "0.1", "--method", "votes")).isEqualTo(1);
        assertThat(run("--ood", train.toString(), "--method", "votes")).isEqualTo(1);
        assertThat(run("--ood", "nowhere.txt")).isEqualTo(1);
        assertThat(run("--label-column", "intent")).isEqualTo(1);
        assertThat(err.toString().lines())
                .hasSize(7)
                .anyMatch(line -> line.contains("goes with --examples-per-label"))
                .anyMatch(line -> line.contains("1 or more"))
                .anyMatch(line -> line.contains("such as 0.02"))
                .anyMatch(line -> line.contains("promise no risk"))
                .anyMatch(line -> line.contains("how strange"))
                .anyMatch(line -> line.contains("no file nowhere.txt"))
                .anyMatch(line -> line.contains("row 1") && line.contains("[text, category]"))
                .noneMatch(line -> line.contains("Exception"));
        assertThat(platform.schemas).isEmpty();
    }

    @Test
    void aCollectionOfTheUsersOwnIsNotTouchedUnlessKept() {
        assertThat(run("--collection", "mine", "--keep")).as(err.toString()).isZero();
        assertThat(run("--collection", "mine")).isEqualTo(1);
        assertThat(err.toString()).contains("--keep");
        int before = platform.submissions.size();
        assertThat(run("--collection", "mine", "--keep")).as(err.toString()).isZero();
        assertThat(platform.submissions).hasSize(before);
        assertThat(platform.documents("mine")).hasSize(4);
    }

    private static double accuracy(JsonNode result, int run) {
        return result.path("runs").get(run).path("figures").path("accuracy").doubleValue();
    }

    private String collection() {
        return "eval-" + folder.getFileName().toString().toLowerCase() + "-train";
    }

    private JsonNode result() throws Exception {
        return JsonMapper.shared().readTree(Files.readString(folder.resolve("out/result.json")));
    }

    private int run(String... more) {
        List<String> files = List.of(train.toString(), "--test", test.toString());
        List<String> rest = new ArrayList<>(
                List.of("--url", platform.url(), "--out", folder.resolve("out").toString()));
        rest.addAll(List.of(more));
        return execute(files, rest.toArray(String[]::new));
    }

    private int execute(List<String> files, String[] rest) {
        List<String> arguments = new ArrayList<>(List.of("classify"));
        arguments.addAll(files);
        arguments.addAll(List.of(rest));
        return new CommandLine(new EvalCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments.toArray(String[]::new));
    }
}
