package io.vicinal.ingestion.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vicinal.contracts.collection.Chunking;
import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.collection.CollectionVersions;
import io.vicinal.contracts.collection.FieldType;
import io.vicinal.contracts.collection.VectorFormat;
import io.vicinal.contracts.document.Document;
import io.vicinal.contracts.document.FilesResult;
import io.vicinal.contracts.document.FilesResult.FileOutcome;
import io.vicinal.contracts.error.Problem;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.json.Json;
import io.vicinal.contracts.topic.Topics;
import io.vicinal.ingestion.parse.FileProperties;
import io.vicinal.ingestion.parse.Parsers;
import io.vicinal.ingestion.parse.Spool;
import io.vicinal.kafka.KafkaSettings;
import io.vicinal.kafka.LogWriter;
import io.vicinal.kafka.provision.CollectionTopics;
import io.vicinal.testkit.broker.TestBroker;
import io.vicinal.testkit.broker.WithBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.util.unit.DataSize;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/** Bodies of files, through the real processes, to a real log. */
@WithBroker
class FilesTest {
    private static final Duration LONG = Duration.ofSeconds(120);

    @TempDir
    static Path folder;

    private static KafkaSettings kafka;
    private static LogWriter log;
    private static CollectionTopics topics;
    private static Spool spool;
    private static Parsers parsers;
    private static FileSubmissions files;

    @BeforeAll
    static void start(TestBroker broker) {
        kafka = new KafkaSettings(broker.bootstrapServers(), "node", (short) -1, Map.of());
        log = new LogWriter(kafka);
        topics = new CollectionTopics(kafka);
        FileProperties settings = new FileProperties(
                DataSize.ofMegabytes(4),
                20,
                30,
                2,
                DataSize.ofMegabytes(256),
                Duration.ofSeconds(30),
                500,
                Duration.ofMinutes(5),
                256,
                10,
                4,
                DataSize.ofMegabytes(64),
                null);
        spool = new Spool(folder.resolve("spool"));
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        parsers = new Parsers(settings, spool, meters);
        files = new FileSubmissions(settings, spool, parsers, log, meters);
    }

    @AfterAll
    static void stop() throws Exception {
        files.close();
        parsers.close();
        spool.close();
        topics.close();
        log.close();
        assertThat(folder.resolve("spool")).isEmptyDirectory();
    }

    @AfterEach
    void everyBufferIsReleased() throws Exception {
        await(() -> Form.held() == 0);
    }

    @Test
    void filesBecomeDocumentsWithWhatTheSchemaAsksFor() throws Exception {
        Collection collection = collection(
                "fields",
                Map.of(
                        "file_name", FieldType.KEYWORD,
                        "content_type", FieldType.KEYWORD,
                        "author", FieldType.TEXT,
                        "created", FieldType.DATE,
                        "pages", FieldType.LONG,
                        "page_starts", FieldType.LONG,
                        "language", FieldType.BOOLEAN));
        FilesResult result = submit(
                collection,
                new Form()
                        .file("rover.pdf", pdf("The rover landed on Mars and looked for traces of water.", "It rolls."))
                        .file("notes.md", "# Notes\n\n- one\n- two\n")
                        .field("id", "letters/1")
                        .file(
                                "mail.eml",
                                "From: ada@example.org\r\nSubject: Engine\r\nDate: Wed, 01 May 2024 10:00:00 +0000\r\n\r\nIt weaves.\r\n"));
        assertThat(result.accepted()).isEqualTo(3);
        assertThat(result.rejected()).isEmpty();
        assertThat(result.files()).extracting(FileOutcome::id).containsExactly("rover.pdf", "notes.md", "letters/1");
        FileOutcome pdf = result.files().getFirst();
        assertThat(pdf.pages()).isEqualTo(2);
        assertThat(pdf.language()).isEqualTo("en");
        assertThat(pdf.fields()).containsExactly("file_name", "content_type", "pages", "page_starts");
        assertThat(pdf.warnings())
                .containsExactly(
                        "The field \"language\" is declared boolean, which does not take it; it was left out.");
        Map<String, Document> documents = documents(collection);
        Document rover = documents.get("rover.pdf");
        assertThat(rover.text()).isEqualTo("The rover landed on Mars and looked for traces of water.\n\fIt rolls.");
        assertThat(rover.title()).isEqualTo("rover.pdf");
        assertThat(rover.fields())
                .isEqualTo(Map.of(
                        "file_name",
                        "rover.pdf",
                        "content_type",
                        "application/pdf",
                        "pages",
                        2,
                        "page_starts",
                        List.of(0, 58)));
        assertThat(documents.get("notes.md").title()).isEqualTo("Notes");
        assertThat(documents.get("letters/1").title()).isEqualTo("Engine");
        assertThat(documents.get("letters/1").fields())
                .containsEntry("author", "ada@example.org")
                .containsEntry("created", "2024-05-01T10:00:00Z");
    }

    @Test
    void whatTheSchemaDoesNotDeclareIsLeftOutAndSaid() throws Exception {
        Collection collection = collection("bare", Map.of());
        FilesResult result = submit(collection, new Form().file("a.txt", "just text"));
        assertThat(result.files().getFirst().undeclared()).containsExactly("file_name", "content_type");
        assertThat(documents(collection).get("a.txt").fields()).isNull();
    }

    @Test
    void eachBadFileSaysWhyAndTheNextIsRead() throws Exception {
        Collection collection = collection("bad", Map.of());
        byte[] whole = pdf("text", "text");
        FilesResult result = submit(
                collection,
                new Form()
                        .file("empty.txt", "")
                        .file("cut.pdf", java.util.Arrays.copyOf(whole, 60))
                        .file("large.bin", new byte[5 << 20])
                        .file("picture.png", new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 0})
                        .file("deep.html", "<blockquote>".repeat(10_000) + "x")
                        .file("laughs.xml", laughs())
                        .field("id", "x".repeat(513))
                        .file("id.txt", "text")
                        .file("good.txt", "good text"));
        assertThat(result.accepted()).isEqualTo(1);
        assertThat(result.rejected())
                .extracting(rejected -> rejected.index())
                .containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L);
        assertThat(result.files())
                .extracting(file -> file.file() + " " + kind(file.error()))
                .containsExactly(
                        "empty.txt unreadable-file",
                        "cut.pdf unreadable-file",
                        "large.bin too-large",
                        "picture.png unsupported-media-type",
                        "deep.html file-over-limits",
                        "laughs.xml unreadable-file",
                        "id.txt too-large",
                        "good.txt null");
        assertThat(documents(collection).keySet()).containsExactly("good.txt");
    }

    @Test
    void aBodyThatIsNoFormOrBreaksOffKeepsWhatCameBefore() throws Exception {
        Collection collection = collection("broken", Map.of());
        problem(ProblemType.UNSUPPORTED_MEDIA_TYPE, () -> submit(collection, "application/pdf", new byte[0]));
        problem(ProblemType.UNSUPPORTED_MEDIA_TYPE, () -> submit(collection, "multipart/form-data", new byte[0]));
        problem(ProblemType.INVALID_VALUE, () -> submit(collection, Form.TYPE, "no form".getBytes(UTF_8)));
        problem(ProblemType.MISSING_VALUE, () -> submit(collection, new Form().field("id", "1")));
        problem(ProblemType.UNKNOWN_PROPERTY, () -> submit(collection, new Form().field("text", "1")));
        FilesResult result = submit(
                collection,
                Form.TYPE,
                new Form().file("a.txt", "first").file("b.txt", "second").unfinished());
        assertThat(result.aborted()).matches(ProblemType.INVALID_VALUE::is);
        assertThat(result.files()).extracting(FileOutcome::file).contains("a.txt");
        Form many = new Form();
        IntStream.range(0, 21).forEach(i -> many.file(i + ".txt", "text"));
        FilesResult counted = submit(collection, many);
        assertThat(counted.accepted()).isEqualTo(20);
        assertThat(counted.aborted()).matches(ProblemType.TOO_LARGE::is);
    }

    @Test
    void twentyClientsAtATimeAreServed() throws Exception {
        Collection collection = collection("many", Map.of());
        List<FilesResult> results = Flux.range(0, 20)
                .flatMap(
                        i -> files.submit(
                                CollectionVersions.of(collection),
                                Form.TYPE,
                                new Form()
                                        .file("a" + i + ".md", "# Heading " + i)
                                        .file("b" + i + ".pdf", pdf("page " + i))
                                        .buffers()),
                        20)
                .collectList()
                .block(LONG);
        assertThat(results).hasSize(20).allMatch(result -> result.accepted() == 2);
        assertThat(documents(collection)).hasSize(40);
        assertThat(uploads()).isZero();
    }

    @Test
    void whoHangsUpLeavesNothingOnDisk() throws Exception {
        Collection collection = collection("gone", Map.of());
        Flux<DataBuffer> never = Form.buffers(
                        new Form().file("a.txt", "x".repeat(100_000)).unfinished())
                .concatWith(Flux.never());
        Disposable request = files.submit(CollectionVersions.of(collection), Form.TYPE, never)
                .subscribe();
        await(() -> uploads() == 1);
        request.dispose();
        await(() -> uploads() == 0);
    }

    @Test
    void longNamesAreShortenedToAnIdThatStaysTheSame() {
        String name = "x".repeat(600) + ".pdf";
        assertThat(FileIds.of(name)).isEqualTo(FileIds.of(name)).hasSizeLessThan(200);
        assertThat(FileIds.of("a" + name)).isNotEqualTo(FileIds.of(name));
        assertThat(FileIds.of("a/b.pdf")).isEqualTo("a/b.pdf");
    }

    private static String laughs() {
        StringBuilder laughs = new StringBuilder("<?xml version='1.0'?><!DOCTYPE a [<!ENTITY l0 'lol'>");
        for (int i = 1; i < 12; i++) {
            laughs.append("<!ENTITY l%d '%s'>".formatted(i, ("&l" + (i - 1) + ";").repeat(10)));
        }
        return laughs.append("]><a>&l11;</a>").toString();
    }

    /** Written out by hand: a page for each text. */
    private static byte[] pdf(String... pages) {
        StringBuilder pdf = new StringBuilder("%PDF-1.4\n");
        StringBuilder kids = new StringBuilder();
        IntStream.range(0, pages.length).forEach(i -> kids.append(4 + 2 * i).append(" 0 R "));
        pdf.append("1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj\n");
        pdf.append("2 0 obj <</Type /Pages /Kids [%s] /Count %d>> endobj\n".formatted(kids, pages.length));
        pdf.append("3 0 obj <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>> endobj\n");
        for (int i = 0; i < pages.length; i++) {
            String content = "BT /F1 12 Tf 72 700 Td (%s) Tj ET".formatted(pages[i]);
            pdf.append(
                    "%d 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R /Resources <</Font <</F1 3 0 R>>>>>> endobj\n"
                            .formatted(4 + 2 * i, 5 + 2 * i));
            pdf.append("%d 0 obj <</Length %d>> stream\n%s\nendstream endobj\n"
                    .formatted(5 + 2 * i, content.length(), content));
        }
        return pdf.append("trailer <</Root 1 0 R>>\n%%EOF\n").toString().getBytes(UTF_8);
    }

    private static String kind(Problem problem) {
        return problem == null ? "null" : problem.type().replace("https://vicinal.io/problems/", "");
    }

    private static void problem(ProblemType type, Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.problem()).matches(type::is));
    }

    private static FilesResult submit(Collection collection, Form form) {
        return submit(collection, Form.TYPE, form.bytes());
    }

    private static FilesResult submit(Collection collection, String type, byte[] body) {
        return files.submit(CollectionVersions.of(collection), type, Form.buffers(body))
                .block(LONG);
    }

    private static long uploads() throws IOException {
        if (!Files.exists(folder.resolve("spool"))) {
            return 0;
        }
        try (Stream<Path> all = Files.walk(folder.resolve("spool"))) {
            return all.filter(file -> file.getFileName().toString().startsWith("upload-"))
                    .count();
        }
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(Condition condition) throws Exception {
        long deadline = System.nanoTime() + LONG.toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.sleep(20);
        }
    }

    private static Collection collection(String name, Map<String, FieldType> fields) throws Exception {
        Collection collection = new Collection(
                name,
                1,
                "test",
                3,
                1,
                fields,
                new Chunking(512, 0),
                VectorFormat.INT8,
                Instant.parse("2026-01-01T00:00:00Z"));
        topics.create(collection).get();
        return collection;
    }

    private static Map<String, Document> documents(Collection collection) {
        Map<String, Document> documents = new HashMap<>();
        TopicPartition partition = new TopicPartition(Topics.documents(collection.name()), 0);
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(kafka.consumer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = Objects.requireNonNull(
                    consumer.endOffsets(List.of(partition)).get(partition));
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(200))
                        .forEach(record -> documents.put(
                                new String(record.key(), UTF_8),
                                Json.mapper().readValue(record.value(), Document.class)));
            }
        }
        return documents;
    }
}
