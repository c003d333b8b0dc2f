package io.vicinal.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The commands as a user gives them, against an API over real HTTP. */
class EvalCommandTest {
    private static final Pattern FROM_ELSEWHERE = Pattern.compile("(src|href)=|url\\(['\"]?http|@import|<script");

    @TempDir
    Path folder;

    private final FakePlatform platform = new FakePlatform();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void write() throws Exception {
        Fixtures.beir(folder);
    }

    @AfterEach
    void close() {
        platform.close();
    }

    @Test
    void evalLoadsSearchesMeasuresAndReports() throws Exception {
        Path results = folder.resolve("out");
        int exit = run(
                new EvalCommand(),
                folder.toString(),
                "--url",
                platform.url(),
                "--modes",
                "dense,lexical",
                "--clients",
                "2",
                "--out",
                results.toString());
        assertThat(exit).as(err.toString()).isZero();
        assertThat(out.toString()).contains("nDCG@10", "dense", "lexical").contains("1.0000");

        JsonNode result = JsonMapper.shared().readTree(Files.readString(results.resolve("result.json")));
        JsonNode dense = result.path("modes").path("dense");
        assertThat(dense.path("quality").path("ndcg@10").doubleValue()).isEqualTo(1.0);
        assertThat(dense.path("quality").path("queries").intValue()).isEqualTo(2);
        assertThat(dense.path("steps_mean_ms").path("embed").doubleValue()).isEqualTo(2.0);
        assertThat(dense.path("throughput").path("clients").intValue()).isEqualTo(2);
        assertThat(Files.readAllLines(results.resolve("dense.run")))
                .hasSize(6)
                .first()
                .asString()
                .startsWith("q1 Q0 d1 1 3");
        assertThat(results.resolve("qrels.txt")).content().contains("q1 0 d1 2");

        String page = Files.readString(results.resolve("report.html"));
        assertThat(page).contains("<svg", "currentColor", "color-scheme: light dark");
        assertThat(FROM_ELSEWHERE.matcher(page).find()).isFalse();
        assertThat(platform.searches)
                .allMatch(search -> search.path("min_relevance").intValue() == 0);
        assertThat(platform.documents("eval-" + folder.getFileName().toString().toLowerCase()))
                .isNull();
    }

    @Test
    void evalRelevanceMeasuresProbabilitiesAndWhatTheThresholdKeeps() throws Exception {
        Path results = folder.resolve("out");
        Path strangers = Files.writeString(folder.resolve("strangers.txt"), "zzz yyy\n\nxxx\n");
        int exit = run(
                new EvalCommand(),
                "relevance",
                folder.toString(),
                "--url",
                platform.url(),
                "--strangers",
                strangers.toString(),
                "--out",
                results.toString());
        assertThat(exit).as(err.toString()).isZero();
        assertThat(out.toString()).contains("2 queries, 2 strangers");
        JsonNode result = JsonMapper.shared().readTree(Files.readString(results.resolve("result.json")));
        assertThat(result.path("kept").doubleValue()).isEqualTo(1.0);
        assertThat(result.path("strangers_empty").doubleValue()).isEqualTo(1.0);
        assertThat(result.path("relevance").path("pairs").intValue()).isEqualTo(6);
        assertThat(result.path("cosine").doubleValue()).isEqualTo(1.0);
        assertThat(Files.readString(results.resolve("report.html"))).contains("<svg");
    }

    @Test
    void withoutAFolderItSaysSo() {
        assertThat(run(new EvalCommand())).isEqualTo(2);
        assertThat(run(new EvalCommand(), "relevance")).isEqualTo(2);
        assertThat(err.toString()).contains("'<folder>'");
    }

    @Test
    void theCollectionIsMadeAsAskedAndTheResultSaysSo() throws Exception {
        Path results = folder.resolve("out");
        int exit = run(
                new EvalCommand(),
                folder.toString(),
                "--url",
                platform.url(),
                "--modes",
                "hybrid",
                "--token-format",
                "int8",
                "--token-pooling",
                "1",
                "--late-interaction",
                "true",
                "--out",
                results.toString());
        assertThat(exit).as(err.toString()).isZero();
        String schema = "{\"late_interaction\":true,\"token_format\":\"int8\",\"token_pooling\":1}";
        assertThat(platform.schemas).singleElement().hasToString(schema);
        assertThat(JsonMapper.shared()
                        .readTree(Files.readString(results.resolve("result.json")))
                        .path("schema"))
                .hasToString(schema);
        assertThat(out.toString()).contains("token_format=int8");
    }

    @Test
    void aCollectionOfTheUsersOwnIsNotTouchedUnlessKept() throws Exception {
        assertThat(run(new IngestCommand(), "mine", folder.toString(), "--url", platform.url(), "--create"))
                .isZero();
        String[] eval = {
            folder.toString(),
            "--url",
            platform.url(),
            "--collection",
            "mine",
            "--modes",
            "hybrid",
            "--out",
            folder.resolve("out").toString()
        };
        assertThat(run(new EvalCommand(), eval)).isEqualTo(1);
        assertThat(err.toString()).contains("--keep");
        int before = platform.submissions.size();
        assertThat(run(new EvalCommand(), append(eval, "--keep")))
                .as(err.toString())
                .isZero();
        assertThat(platform.submissions).hasSize(before);
        assertThat(platform.documents("mine")).hasSize(3);
    }

    @Test
    void whatTheUserCanMendIsASentence() {
        assertThat(run(new EvalCommand(), folder.toString(), "--split", "dev", "--url", platform.url()))
                .isEqualTo(1);
        assertThat(run(new EvalCommand(), folder.resolve("no").toString())).isEqualTo(1);
        assertThat(run(new EvalCommand(), folder.toString(), "--url", "http://127.0.0.1:1"))
                .isEqualTo(1);
        assertThat(run(new IngestCommand(), "none", folder.toString(), "--url", platform.url()))
                .isEqualTo(1);
        assertThat(run(
                        new IngestCommand(),
                        "c",
                        folder.toString(),
                        "--url",
                        platform.url(),
                        "--create",
                        "--fields",
                        "year"))
                .isEqualTo(1);
        assertThat(run(new BenchCommand(), "ingest", "--folder", "nowhere")).isEqualTo(1);
        assertThat(err.toString().lines())
                .hasSize(6)
                .anyMatch(line -> line.contains("has no split 'dev'"))
                .anyMatch(line -> line.contains("There is no folder"))
                .anyMatch(line -> line.contains("connection was refused") && line.contains("./vicinal up"))
                .anyMatch(line -> line.contains("--create"))
                .anyMatch(line -> line.contains("year:long"))
                .anyMatch(line -> line.contains("nowhere"))
                .noneMatch(line -> line.contains("Exception"));
    }

    @Test
    void benchesSetThePlatformAgainstTheRawEncoder() throws Exception {
        Path results = folder.resolve("bench");
        assertThat(run(
                        new BenchCommand(),
                        "ingest",
                        "--folder",
                        folder.toString(),
                        "--url",
                        platform.url(),
                        "--out",
                        results.toString()))
                .as(err.toString())
                .isZero();
        assertThat(out.toString()).contains("raw encoder", "share of raw");
        JsonNode ingest = JsonMapper.shared().readTree(Files.readString(results.resolve("result.json")));
        // [CLS] and [SEP] of each of three documents, and their words
        assertThat(ingest.path("tokens").intValue()).isBetween(20, 40);
        assertThat(ingest.path("raw").path("tokens_per_second").doubleValue()).isPositive();

        assertThat(run(
                        new BenchCommand(),
                        "search",
                        "--folder",
                        folder.toString(),
                        "--url",
                        platform.url(),
                        "--out",
                        results.toString()))
                .as(err.toString())
                .isZero();
        assertThat(out.toString()).contains("Ratio of the p50s");
        JsonNode search = JsonMapper.shared().readTree(Files.readString(results.resolve("result.json")));
        assertThat(search.path("search").path("count").intValue()).isEqualTo(3);
        assertThat(search.path("raw").path("p50_ms").doubleValue()).isPositive();
        assertThat(Files.readString(results.resolve("report.html"))).contains("<svg");
    }

    @Test
    void theEmbeddingBenchSetsTheServiceAgainstTheRawEncodersBestShape() throws Exception {
        Path results = folder.resolve("bench");
        assertThat(run(
                        new BenchCommand(),
                        "embed",
                        "--folder",
                        folder.toString(),
                        "--url",
                        platform.url(),
                        "--queries",
                        "5",
                        "--out",
                        results.toString()))
                .as(err.toString())
                .isZero();
        assertThat(out.toString()).contains("raw encoder", "64 clients", "under bulk ingest", "Company");
        JsonNode result = JsonMapper.shared().readTree(Files.readString(results.resolve("result.json")));
        assertThat(result.path("texts").intValue()).isEqualTo(3);
        double best = result.path("shapes")
                .path("tried")
                .get(0)
                .path("tokens_per_second")
                .doubleValue();
        assertThat(result.path("shapes").path("tried"))
                .allMatch(shape -> shape.path("tokens_per_second").doubleValue() <= best);
        assertThat(result.path("served"))
                .hasSize(4)
                .allMatch(load -> load.path("share_of_raw").doubleValue() > 0);
        assertThat(result.path("interference").path("busy").path("count").intValue())
                .isEqualTo(5);
        assertThat(result.path("company").path("identical").intValue())
                .isEqualTo(result.path("company").path("texts").intValue());
        assertThat(Files.readString(results.resolve("report.html"))).contains("<svg");
    }

    private static String[] append(String[] arguments, String one) {
        String[] more = java.util.Arrays.copyOf(arguments, arguments.length + 1);
        more[arguments.length] = one;
        return more;
    }

    private int run(Object command, String... arguments) {
        return new CommandLine(command)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }
}
