package io.vicinal.evaluation.bench;

import io.vicinal.evaluation.console.UserError;
import io.vicinal.evaluation.dataset.BeirDocument;
import io.vicinal.evaluation.dataset.BeirFolder;
import io.vicinal.evaluation.encoder.RawEncoder;
import io.vicinal.evaluation.encoder.RawEncoder.Rate;
import io.vicinal.evaluation.encoder.RawEncoder.Shape;
import io.vicinal.evaluation.platform.Platform;
import io.vicinal.evaluation.platform.Timers;
import io.vicinal.evaluation.platform.VicinalClient;
import io.vicinal.evaluation.report.Machine;
import io.vicinal.evaluation.report.ResultFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The embedding service over HTTP against the raw encoder in the best shape that is found for these texts.
 *
 * <p>Every measurement of the service stands between two of the raw encoder and is set against their mean, so that a
 * drift of the machine's speed touches both sides alike. The raw encoder's texts are tokenized and sorted by length
 * before its clock starts; the service tokenizes, queues, pools and writes JSON: all of that counts against it, as does
 * the client, which shares the machine.
 */
public record EmbedBench(Path corpus, int documents, int queries, Path out) {
    private static final int SHAPE_SAMPLE = 128;
    private static final int WARM_UP = 128;
    private static final int LONGEST = 32;
    private static final int SHORT_TEXTS = 2000;

    /** Clients and texts a request. */
    private record Load(String name, int clients, int textsARequest) {}

    private static final List<Load> LOADS = List.of(
            new Load("bulk", 2, 256),
            new Load("8 clients", 8, 32),
            new Load("1 client", 1, 32),
            new Load("64 clients", 64, 8));

    /** Texts that the model reads whole, with their tokens. */
    private record Texts(List<String> texts, List<long[]> windows, long tokens) {}

    public void run(Platform platform, PrintWriter terminal, PrintWriter err) throws IOException, InterruptedException {
        Corpus read = Corpus.read(corpus, 0);
        int cores = Runtime.getRuntime().availableProcessors();
        Texts texts = texts(read);
        BestShape shapes = shapes(texts, cores, err);
        EmbedResult result;
        try (RawEncoder raw = new RawEncoder(shapes.best().shape());
                RawEncoder alone = new RawEncoder(cores)) {
            result = measure(read, texts, shapes, raw, alone, platform.client(), err);
        }
        ResultFolder folder = ResultFolder.create(out);
        folder.write(result, EmbedReport.html(result));
        terminal.print(EmbedReport.text(result));
        terminal.println("result.json and report.html are in " + folder.path());
        terminal.flush();
    }

    private Texts texts(Corpus read) {
        List<String> texts = new ArrayList<>();
        List<long[]> windows = new ArrayList<>();
        long tokens = 0;
        try (RawEncoder tokenizer = new RawEncoder(new Shape(0, 1, 1))) {
            for (BeirDocument document : read.documents()) {
                List<long[]> cut = tokenizer.windows(document.whole());
                if (cut.size() == 1 && texts.size() < documents) {
                    texts.add(document.whole());
                    windows.add(cut.getFirst());
                    tokens += cut.getFirst().length;
                }
            }
        }
        if (texts.isEmpty()) {
            throw new UserError("The corpus holds no text that the model reads whole.");
        }
        windows.sort(Comparator.comparingInt((long[] ids) -> ids.length).reversed());
        return new Texts(List.copyOf(texts), List.copyOf(windows), tokens);
    }

    private static BestShape shapes(Texts texts, int cores, PrintWriter err) throws InterruptedException {
        say(err, "the raw encoder's best shape");
        int step = Math.max(1, texts.windows().size() / SHAPE_SAMPLE);
        List<long[]> sample = IntStream.iterate(0, i -> i < texts.windows().size(), i -> i + step)
                .mapToObj(texts.windows()::get)
                .toList();
        return BestShape.of(sample, cores);
    }

    private EmbedResult measure(
            Corpus read,
            Texts texts,
            BestShape shapes,
            RawEncoder raw,
            RawEncoder alone,
            VicinalClient client,
            PrintWriter err)
            throws IOException, InterruptedException {
        say(err, "warming up");
        List<String> some =
                texts.texts().subList(0, Math.min(WARM_UP, texts.texts().size()));
        EmbeddingRequests.of(some, 32).send(client, 4);
        double longestRunMs = longestRunMs(alone, texts);
        List<long[]> half = everySecond(texts.windows());
        List<EmbedResult.Served> served = new ArrayList<>();
        List<Timers.Stage> stages = List.of();
        say(err, "raw encoder");
        Rate before = raw.run(half);
        Rate all = before;
        for (Load load : LOADS) {
            say(err, load.name());
            EmbeddingRequests requests = EmbeddingRequests.of(texts.texts(), load.textsARequest());
            Timers then = Timers.parse(client.metrics().orElse(""));
            EmbeddingRequests.Sent sent = requests.send(client, load.clients());
            if (stages.isEmpty()) {
                stages = Timers.parse(client.metrics().orElse("")).since(then);
            }
            say(err, "raw encoder");
            Rate after = raw.run(half);
            double perSecond = texts.tokens() / sent.seconds();
            served.add(new EmbedResult.Served(
                    load.name(),
                    load.clients(),
                    load.textsARequest(),
                    sent.seconds(),
                    perSecond,
                    perSecond / before.plus(after).tokensPerSecond(),
                    sent.latency()));
            all = all.plus(after);
            before = after;
        }
        say(err, "single queries, idle and under ingest");
        Interference interference = Interference.measure(client, read.documents(), newQueries(), longestRunMs);
        say(err, "company of short texts");
        Company company = Company.of(client, shortTexts(read));
        return new EmbedResult(
                read.name(),
                Instant.now(),
                Machine.here(),
                texts.texts().size(),
                texts.tokens(),
                shapes,
                new EmbedResult.Speed(all.seconds(), all.tokensPerSecond()),
                served,
                interference,
                company,
                Padding.share(client.metrics().orElse("")),
                stages);
    }

    private static double longestRunMs(RawEncoder alone, Texts texts) throws InterruptedException {
        List<long[]> longest =
                texts.windows().subList(0, Math.min(LONGEST, texts.windows().size()));
        alone.run(longest);
        double seconds = alone.run(longest).seconds();
        return seconds * 1e3 * Math.min(longest.size(), Runtime.getRuntime().availableProcessors()) / longest.size();
    }

    private static List<long[]> everySecond(List<long[]> windows) {
        return IntStream.iterate(0, i -> i < windows.size(), i -> i + 2)
                .mapToObj(windows::get)
                .toList();
    }

    /** None of them twice, so that no embedding comes from a cache. */
    private List<String> newQueries() throws IOException {
        List<String> all =
                BeirFolder.open(corpus).queries().values().stream().distinct().toList();
        if (all.isEmpty()) {
            throw new UserError("The dataset " + corpus + " has no queries.");
        }
        return IntStream.range(0, 2 * queries)
                .mapToObj(i -> i < all.size() ? all.get(i) : all.get(i % all.size()) + " " + i)
                .toList();
    }

    private static List<String> shortTexts(Corpus read) {
        List<String> titles = read.documents().stream()
                .map(BeirDocument::title)
                .filter(title -> title != null && !title.isBlank())
                .distinct()
                .limit(SHORT_TEXTS)
                .toList();
        return titles.isEmpty() ? List.of("a", "b") : titles;
    }

    private static void say(PrintWriter err, String line) {
        err.println(line);
        err.flush();
    }
}
