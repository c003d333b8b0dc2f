package io.vicinal.ingestion.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.parsing.Frames;
import io.vicinal.parsing.ParseAnswer;
import io.vicinal.parsing.ParseAnswer.Parsed;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/** With a program that does what a file says, so that a file can bring its process down. */
class ParsersTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private SimpleMeterRegistry meters;
    private Spool spool;
    private Parsers parsers;

    @BeforeEach
    void start() {
        start(settings(1, 500, Duration.ofMinutes(5), Duration.ofSeconds(2)));
    }

    private void start(FileProperties settings) {
        meters = new SimpleMeterRegistry();
        spool = new Spool(folder.resolve("spool"));
        String classes = Stream.of(MisbehavingParser.class, Frames.class)
                .map(type ->
                        type.getProtectionDomain().getCodeSource().getLocation().getPath())
                .reduce((a, b) -> a + File.pathSeparator + b)
                .orElseThrow();
        ParserProgram program = new ParserProgram(List.of("-cp", classes, MisbehavingParser.class.getName()));
        parsers = new Parsers(settings, spool, meters, () -> program);
    }

    private FileProperties settings(int processes, int filesPerProcess, Duration idle, Duration timeout) {
        return new FileProperties(
                DataSize.ofMegabytes(1),
                10,
                50,
                processes,
                DataSize.ofMegabytes(64),
                timeout,
                filesPerProcess,
                idle,
                256,
                10,
                4,
                DataSize.ofMegabytes(64),
                null);
    }

    @AfterEach
    void stop() throws Exception {
        parsers.close();
        spool.close();
        assertThat(folder.resolve("spool")).isEmptyDirectory();
    }

    @Test
    void aFileThatTakesTooLongIsGivenUpAndTheNextIsRead() throws Exception {
        refused("loop", "longer than 2 s");
        assertThat(text("next")).isEqualTo("next");
        assertThat(ended("timeout")).isEqualTo(1);
    }

    @Test
    void aFileThatTakesTooMuchMemoryIsGivenUpAndTheNextIsRead() throws Exception {
        refused("memory", "more than 64 MiB of memory");
        assertThat(text("next")).isEqualTo("next");
        assertThat(ended("memory")).isEqualTo(1);
    }

    @Test
    void aProcessThatCrashesOrAnswersNonsenseIsReplaced() throws Exception {
        for (String order : List.of("crash", "garbage", "huge", "half")) {
            refused(order, "process that read the file ended");
            assertThat(text("after " + order)).isEqualTo("after " + order);
        }
        assertThat(ended("crash")).isEqualTo(4);
        assertThat(meters.get("vicinal.ingestion.files.processes").gauge().value())
                .isEqualTo(1);
    }

    @Test
    void aFileDoesNotSufferFromTheOneBefore() throws Exception {
        for (int i = 0; i < 5; i++) {
            assertThat(answer("retire")).isInstanceOf(ParseAnswer.Refused.class);
            assertThat(text("next")).isEqualTo("next");
        }
    }

    @Test
    void killingTheProcessInTheMiddleOfAFileCostsThatFileOnly() throws Exception {
        long pid = Long.parseLong(text("pid"));
        Thread killer = Thread.ofVirtual().start(() -> {
            try {
                Thread.sleep(300);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        });
        refused("loop", "process that read the file ended");
        killer.join();
        assertThat(text("next")).isEqualTo("next");
    }

    @Test
    void aProcessIsKeptForSoManyFilesAndForSoLongWithoutWork() throws Exception {
        assertThat(text("pid")).isEqualTo(text("pid"));
        stop();
        start(settings(1, 2, Duration.ofMillis(400), Duration.ofSeconds(2)));
        String first = text("pid");
        assertThat(text("pid")).isEqualTo(first);
        String second = text("pid");
        assertThat(second).isNotEqualTo(first);
        assertThat(ended("worn")).isEqualTo(1);
        long deadline = System.nanoTime() + LONG.toNanos();
        while (ProcessHandle.of(Long.parseLong(second)).isPresent() && System.nanoTime() < deadline) {
            Thread.sleep(50);
        }
        assertThat(ProcessHandle.of(Long.parseLong(second))).isEmpty();
        assertThat(ended("idle")).isEqualTo(1);
        assertThat(text("pid")).isNotEqualTo(second);
    }

    @Test
    void whoHangsUpEndsTheWorkOnItsFile() throws Exception {
        long pid = Long.parseLong(text("pid"));
        Disposable reading = parsers.parse(file("loop"), "a").subscribe();
        Disposable waiting = parsers.parse(file("loop"), "b").subscribe();
        Thread.sleep(300);
        waiting.dispose();
        reading.dispose();
        ProcessHandle.of(pid)
                .ifPresent(process ->
                        process.onExit().orTimeout(5, TimeUnit.SECONDS).join());
        assertThat(text("next")).isEqualTo("next");
        assertThat(ended("cancelled")).isEqualTo(1);
    }

    @Test
    void nothingOfTheEnvironmentIsPassedOn() throws Exception {
        assertThat(System.getenv()).isNotEmpty();
        assertThat(text("environment")).contains("LC_ALL").doesNotContain("PATH", "HOME");
    }

    @Test
    void filesWaitTheirTurnAndTooManyAreRefused() throws Exception {
        List<Integer> numbers = IntStream.range(0, 40).boxed().toList();
        assertThat(Flux.fromIterable(numbers)
                        .flatMap(i -> parsers.parse(unchecked("text " + i), "a"), 40)
                        .map(answer -> ((Parsed) answer).text())
                        .collectList()
                        .block(LONG))
                .containsExactlyInAnyOrderElementsOf(
                        numbers.stream().map(i -> "text " + i).toList());
        Flux<ParseAnswer> tooMany = Flux.range(0, 60).flatMap(i -> parsers.parse(unchecked("loop"), "a"), 60);
        assertThatThrownBy(() -> tooMany.blockLast(LONG))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem()).matches(ProblemType.TOO_MANY_REQUESTS::is));
    }

    @Test
    void whatAKilledServiceLeftOnDiskIsRemovedByTheNext() throws Exception {
        Path left = Files.createDirectories(folder.resolve("spool/vicinal-files-left"));
        Files.writeString(left.resolve("lock"), "");
        Files.writeString(left.resolve("upload-1"), "secret");
        text("first");
        assertThat(left).doesNotExist();
    }

    private double ended(String reason) {
        var counter = meters.find("vicinal.ingestion.files.processes.ended")
                .tag("reason", reason)
                .counter();
        return counter == null ? 0 : counter.count();
    }

    private void refused(String order, String because) {
        assertThatThrownBy(() -> answer(order))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.problem()).matches(ProblemType.FILE_OVER_LIMITS::is))
                .hasMessageContaining(because);
    }

    private String text(String order) throws IOException {
        return ((Parsed) answer(order)).text();
    }

    private ParseAnswer answer(String order) throws IOException {
        return parsers.parse(file(order), "a").block(LONG);
    }

    private Path unchecked(String order) {
        try {
            return file(order);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Path file(String order) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "order", ""), order);
    }
}
