package io.vicinal.evaluation.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.evaluation.FakePlatform;
import io.vicinal.evaluation.FakePlatform.Fault;
import io.vicinal.evaluation.Fixtures;
import io.vicinal.evaluation.console.Progress;
import io.vicinal.evaluation.console.UserError;
import io.vicinal.evaluation.platform.VicinalClient;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over real HTTP, with faults on demand. */
class IngestTest {
    private static final int MANY = 2200;

    @TempDir
    Path folder;

    private final FakePlatform platform = new FakePlatform();
    private final VicinalClient client = new VicinalClient(platform.url(), null);
    private final StringWriter said = new StringWriter();

    @BeforeEach
    void create() throws Exception {
        client.createCollection("c", Map.of(), null);
    }

    @AfterEach
    void close() {
        client.close();
        platform.close();
    }

    @Test
    void everyDocumentArrivesInOrderAndTheLastBatchIsWaitedFor() throws Exception {
        Ingest.Result result = run(many(), null, Duration.ZERO);
        assertThat(result).isEqualTo(new Ingest.Result(MANY, 0, 0, 0));
        assertThat(platform.documents("c").keySet()).containsExactlyElementsOf(ids(0, MANY));
        assertThat(platform.submissions).hasSizeGreaterThan(2);
        assertThat(platform.submissions.getLast().waited()).isTrue();
        assertThat(platform.submissions.getLast().ids()).hasSizeGreaterThan(256);
        assertThat(platform.submissions.subList(0, platform.submissions.size() - 1))
                .noneMatch(one -> one.waited());
    }

    @Test
    void anInterruptedRunGoesOnAfterTheLastAcknowledgedBatch() throws Exception {
        Path file = many();
        Checkpoint checkpoint = Checkpoint.in(folder, "c", file.toString());
        platform.failNext(Fault.NONE, Fault.NONE, Fault.GONE);
        assertThatThrownBy(() -> run(file, checkpoint, Duration.ZERO)).hasMessageContaining("went wrong inside");
        int acknowledged = platform.documents("c").size();
        assertThat(acknowledged).isEqualTo(1000);
        platform.submissions.clear();

        Ingest.Result result = run(file, checkpoint, Duration.ZERO);
        assertThat(result).isEqualTo(new Ingest.Result(MANY, 0, 0, acknowledged));
        assertThat(platform.submissions.stream().flatMap(one -> one.ids().stream()))
                .containsExactlyElementsOf(ids(acknowledged, MANY));
        assertThat(checkpoint.read()).isNull();
    }

    @Test
    void aLostConnectionALostAnswerAndAnAbsentBrokerLoseAndDoubleNothing() throws Exception {
        platform.failNext(Fault.BREAK_BEFORE, Fault.BREAK_AFTER, Fault.BROKER_LOST_HALFWAY);
        Ingest.Result result = run(many(), null, Duration.ofSeconds(20));
        assertThat(result).isEqualTo(new Ingest.Result(MANY, 0, 0, 0));
        assertThat(platform.documents("c").keySet()).containsExactlyElementsOf(ids(0, MANY));
    }

    @Test
    void retryAfterIsHonoured() throws Exception {
        platform.failNext(Fault.UNAVAILABLE);
        long began = System.nanoTime();
        run(many(), null, Duration.ofSeconds(20));
        assertThat(platform.submissions.getFirst().atNanos() - began).isGreaterThanOrEqualTo(1_000_000_000L);
        assertThat(said.toString()).contains("The broker is away.");
    }

    @Test
    void retriesEnd() {
        platform.failNext(Fault.UNAVAILABLE, Fault.UNAVAILABLE, Fault.UNAVAILABLE);
        assertThatThrownBy(() -> run(many(), null, Duration.ofMillis(1200)))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("The broker is away.");
    }

    @Test
    void whatIsRejectedIsListedByItsLineAndTheRestGoesOn() throws Exception {
        Path file = folder.resolve("mixed.jsonl");
        Files.writeString(
                file,
                "{\"id\": \"1\", \"text\": \"a\"}\n\n{broken\n{\"text\": \"no id\"}\n{\"_id\": \"2\", \"text\": \"b\"}");
        Ingest.Result result = run(file, null, Duration.ZERO);
        assertThat(result).isEqualTo(new Ingest.Result(2, 2, 0, 0));
        assertThat(said.toString())
                .contains("mixed.jsonl:3: The line is not JSON.")
                .contains("mixed.jsonl:4: A document needs an id.");
        assertThat(platform.documents("c").keySet()).containsExactly("1", "2");
    }

    @Test
    void aFolderIsWalkedAndMarkdownIsTitledByItsHeading() throws Exception {
        Files.createDirectories(folder.resolve("in/deep/.git"));
        Files.writeString(folder.resolve("in/deep/a.md"), "intro\n\n## The Heading ##\nbody");
        Files.writeString(folder.resolve("in/deep/.git/x.md"), "hidden");
        Files.writeString(folder.resolve("in/plain.txt"), "# not a heading here");
        Files.writeString(folder.resolve("in/blank.txt"), " \n");
        Files.writeString(folder.resolve("in/picture.png"), "no text");
        Source source = Source.open(folder.resolve("in").toString(), InputStream.nullInputStream());
        assertThat(source.leftOut()).containsExactly(".png");
        Ingest.Result result = run(source, null, Duration.ZERO);
        assertThat(result).isEqualTo(new Ingest.Result(2, 0, 1, 0));
        assertThat(platform.documents("c").get("deep/a.md").path("title").stringValue())
                .isEqualTo("The Heading");
        assertThat(platform.documents("c").get("plain.txt").path("title").stringValue())
                .isEqualTo("plain.txt");
    }

    @Test
    void filesAreSentAsTheyAreAmongLinesAndTextAndEachOutcomeIsReported() throws Exception {
        Path in = Files.createDirectories(folder.resolve("in/Übersicht"));
        Files.writeString(in.resolve("a b.pdf"), "good");
        Files.writeString(in.resolve("c.docx"), "bad");
        Files.writeString(in.resolve("d.html"), "good too");
        Files.writeString(folder.resolve("in/a.jsonl"), "{\"id\": \"1\", \"text\": \"a\"}\n{\"text\": \"no id\"}\n");
        Files.writeString(folder.resolve("in/z.md"), "# Last");
        Files.writeString(folder.resolve("in/picture.png"), "no text");
        Source source = Source.open(folder.resolve("in").toString(), InputStream.nullInputStream());
        assertThat(source.leftOut()).containsExactly(".png");
        platform.failNext(Fault.NONE, Fault.NONE, Fault.UNAVAILABLE);
        Path report = folder.resolve("report.jsonl");
        Ingest.Result result;
        try (Progress progress = Progress.silent(new PrintWriter(said));
                Report outcomes = Report.to(report, false)) {
            result = new Ingest(client, "c", null, true, Duration.ofSeconds(20), outcomes).run(source, progress);
        }
        assertThat(result).isEqualTo(new Ingest.Result(4, 2, 0, 0));
        assertThat(platform.documents("c").keySet())
                .containsExactlyInAnyOrder("1", "z.md", "Übersicht/a b.pdf", "Übersicht/d.html");
        assertThat(platform.submissions).allMatch(one -> one.waited());
        assertThat(said.toString()).contains("Übersicht/c.docx (id Übersicht/c.docx): The file is damaged.");
        assertThat(Files.readAllLines(report))
                .containsExactlyInAnyOrder(
                        "{\"outcome\":\"rejected\",\"file\":\"a.jsonl:2\",\"detail\":\"A document needs an id.\"}",
                        "{\"outcome\":\"accepted\",\"file\":\"Übersicht/a b.pdf\",\"id\":\"Übersicht/a b.pdf\"}",
                        "{\"outcome\":\"rejected\",\"file\":\"Übersicht/c.docx\",\"id\":\"Übersicht/c.docx\",\"error\":{\"status\":422,\"detail\":\"The file is damaged.\"}}",
                        "{\"outcome\":\"accepted\",\"file\":\"Übersicht/d.html\",\"id\":\"Übersicht/d.html\"}",
                        "{\"outcome\":\"accepted\",\"file\":\"z.md\"}");
    }

    @Test
    void ofABeirFolderTheCorpusIsSentWithoutWhatTheApiDoesNotKnow() throws Exception {
        Fixtures.beir(folder);
        Ingest.Result result = run(folder, null, Duration.ZERO);
        assertThat(result).isEqualTo(new Ingest.Result(3, 0, 1, 0));
        assertThat(platform.documents("c").get("d2").toString())
                .isEqualTo("{\"id\":\"d2\",\"text\":\"Saturn has rings of ice.\"}");
    }

    private Path many() throws Exception {
        Path file = folder.resolve("many.jsonl");
        Files.writeString(
                file,
                ids(0, MANY).stream()
                        .map(id -> "{\"id\": \"" + id + "\", \"text\": \"text of " + id + "\"}\n")
                        .collect(Collectors.joining()));
        return file;
    }

    private static List<String> ids(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "doc" + i).toList();
    }

    private Ingest.Result run(Path source, Checkpoint checkpoint, Duration retryFor) throws Exception {
        return run(Source.open(source.toString(), InputStream.nullInputStream()), checkpoint, retryFor);
    }

    private Ingest.Result run(Source source, Checkpoint checkpoint, Duration retryFor) throws Exception {
        try (Progress progress = Progress.silent(new PrintWriter(said))) {
            return new Ingest(client, "c", checkpoint, true, retryFor).run(source, progress);
        }
    }
}
