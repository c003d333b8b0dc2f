package io.vicinal.evaluation.bench;

import io.vicinal.evaluation.console.UserError;
import io.vicinal.evaluation.dataset.BeirDocument;
import io.vicinal.evaluation.encoder.RawEncoder;
import io.vicinal.evaluation.encoder.RawEncoder.Rate;
import io.vicinal.evaluation.eval.CorpusLoad;
import io.vicinal.evaluation.ingest.Source;
import io.vicinal.evaluation.platform.Platform;
import io.vicinal.evaluation.platform.ProcessUsage;
import io.vicinal.evaluation.platform.Timers;
import io.vicinal.evaluation.platform.VicinalClient;
import io.vicinal.evaluation.report.Machine;
import io.vicinal.evaluation.report.ResultFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Ingest end to end against the raw encoder on the same texts.
 *
 * <p>Both sides are warmed up; then the raw encoder does every other document while the platform idles, the platform
 * ingests all of them, and the raw encoder does the rest, so that a drift of the machine's speed touches both sides
 * alike. The raw encoder reads each document once, in windows of the model's length, and its tokenization is not timed;
 * the platform repeats titles in further passages, tokenizes, writes two logs and indexes: all of that counts against it.
 *
 * @param javaOptions of a platform started for the purpose, or null for one that ran already
 */
public record IngestBench(Path corpus, int limit, @Nullable String javaOptions, Path out) {
    private static final int WARM_UP = 100;

    public void run(Platform platform, PrintWriter terminal, PrintWriter err) throws IOException, InterruptedException {
        Corpus texts = Corpus.read(corpus, limit);
        VicinalClient client = platform.client();
        int sessions = Runtime.getRuntime().availableProcessors();
        IngestResult result;
        try (RawEncoder encoder = new RawEncoder(sessions)) {
            List<long[]> even = new ArrayList<>();
            List<long[]> odd = new ArrayList<>();
            split(encoder, texts, even, odd);
            warmUp(encoder, even, texts, client, err);
            say(err, "raw encoder, first half of " + texts.documents().size() + " documents");
            Rate before = encoder.run(even);
            say(err, "the platform, all of them");
            Measured measured = measure(platform, texts, err);
            say(err, "raw encoder, second half");
            Rate raw = before.plus(encoder.run(odd));
            result = result(texts, platform, sessions, raw, measured);
        }
        ResultFolder folder = ResultFolder.create(out);
        folder.write(result, IngestReport.html(result));
        terminal.print(IngestReport.text(result));
        terminal.println("result.json and report.html are in " + folder.path());
        terminal.flush();
    }

    /** Every other document, so that both halves hold the same mixture. */
    private static void split(RawEncoder encoder, Corpus texts, List<long[]> even, List<long[]> odd) {
        int i = 0;
        for (BeirDocument document : texts.documents()) {
            (i++ % 2 == 0 ? even : odd).addAll(encoder.windows(document.whole()));
        }
    }

    private static void warmUp(
            RawEncoder encoder, List<long[]> windows, Corpus texts, VicinalClient client, PrintWriter err)
            throws IOException, InterruptedException {
        say(err, "warming up");
        encoder.run(windows.subList(0, Math.min(WARM_UP, windows.size())));
        // Other texts than are measured: what was encoded before may be known.
        List<byte[]> some = texts.documents().stream()
                .limit(WARM_UP)
                .map(document -> new BeirDocument(document.id(), document.title(), "Warm: " + document.text()).json())
                .toList();
        try (ScratchCollection scratch = ScratchCollection.named(client, "warmup")) {
            new CorpusLoad(client, scratch.name(), err).run(Source.of(texts.name(), some), some.size());
        }
    }

    private record Measured(
            double seconds,
            List<Timers.Stage> stages,
            @Nullable Double platformCores,
            double clientCores) {}

    private static Measured measure(Platform platform, Corpus texts, PrintWriter err)
            throws IOException, InterruptedException {
        VicinalClient client = platform.client();
        try (ScratchCollection scratch = ScratchCollection.named(client, "ingest")) {
            Source source = Source.of(texts.name(), texts.json());
            Optional<Timers> timers = client.metrics().map(Timers::parse);
            Optional<ProcessUsage> usage = platform.usage();
            Duration own = ownCpu();
            double seconds = new CorpusLoad(client, scratch.name(), err)
                    .run(source, texts.documents().size());
            double ownCores = ownCpu().minus(own).toNanos() / 1e9 / seconds;
            Double cores = usage.isEmpty()
                    ? null
                    : platform.usage()
                            .map(after -> after.cpu().minus(usage.get().cpu()).toNanos() / 1e9 / seconds)
                            .orElse(null);
            List<Timers.Stage> stages = timers.isEmpty()
                    ? List.of()
                    : client.metrics()
                            .map(Timers::parse)
                            .map(now -> now.since(timers.get()))
                            .orElse(List.of());
            return new Measured(seconds, stages, cores, ownCores);
        }
    }

    private static Duration ownCpu() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private IngestResult result(Corpus texts, Platform platform, int sessions, Rate raw, Measured measured) {
        if (raw.tokens() == 0) {
            throw new UserError("The corpus holds no token.");
        }
        double perSecond = raw.tokens() / measured.seconds();
        return new IngestResult(
                texts.name(),
                Instant.now(),
                Machine.here(),
                texts.documents().size(),
                raw.tokens(),
                new IngestResult.Speed(measured.seconds(), perSecond),
                new IngestResult.Speed(raw.seconds(), raw.tokensPerSecond()),
                perSecond / raw.tokensPerSecond(),
                sessions,
                javaOptions,
                platform.startSeconds().orElse(null),
                platform.usage()
                        .map(usage -> new IngestResult.Memory(usage.residentBytes(), usage.peakResidentBytes()))
                        .orElse(null),
                measured.platformCores(),
                measured.clientCores(),
                measured.stages());
    }

    private static void say(PrintWriter err, String line) {
        err.println(line);
        err.flush();
    }
}
