package io.vicinal.embedding.remote;

import io.micrometer.core.instrument.MeterRegistry;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.embedding.model.Model;
import io.vicinal.embedding.model.ModelCard;
import io.vicinal.embedding.model.ModelText;
import io.vicinal.onnx.encode.TextEncoder;
import io.vicinal.onnx.model.Graph;
import io.vicinal.onnx.model.ModelException;
import io.vicinal.onnx.model.ModelFiles;
import io.vicinal.onnx.model.ModelKind;
import io.vicinal.onnx.model.ModelProfile;
import io.vicinal.onnx.model.Pooling;
import io.vicinal.onnx.schedule.Deadline;
import io.vicinal.onnx.schedule.Flow;
import io.vicinal.onnx.schedule.Lane;
import io.vicinal.onnx.schedule.QueueFullException;
import io.vicinal.onnx.session.OutputReader;
import io.vicinal.onnx.tokenize.TextTokenizer;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A model behind another server's API. Its dimensions are learned from its first vector, which is asked for in the
 * background until it comes: a server that is away holds up no start. Texts are counted and cut with a tokenizer of ours.
 */
public final class RemoteModel implements Model {
    /** Whose tokenizer counts where none is configured. */
    private static final String USUAL_TOKENIZER = "bge-small-en-v1.5";

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Duration FULL_RETRY = Duration.ofSeconds(1);

    private final String name;
    private final RemoteSettings settings;
    private final TextTokenizer tokenizer;
    private final RemoteServer server;
    private final VectorCheck check = new VectorCheck();
    private final RemoteQueue queue;
    private final RemoteWorkers workers;
    private final Thread learning;
    private volatile String failure = "The remote model has not answered yet; try again.";

    /**
     * Begins to ask for the dimensions.
     *
     * @throws ModelException where its tokenizer cannot be read
     */
    public RemoteModel(String name, RemoteSettings settings, MeterRegistry metrics) {
        this.name = name;
        this.settings = settings;
        this.tokenizer = TextTokenizer.open(tokenizerOf(name, settings));
        this.server = new RemoteServer(settings, Objects.requireNonNullElse(settings.model(), name));
        this.queue = new RemoteQueue(settings.queueTexts());
        this.workers =
                new RemoteWorkers(name, settings, queue, new RemoteCalls(name, settings, server, check), metrics);
        this.learning = Thread.ofVirtual().name("vicinal-remote-" + name).start(this::learn);
    }

    /** Asks for a vector until one comes. */
    private void learn() {
        Duration pause = FIRST_PAUSE;
        while (known().isEmpty()) {
            RemoteJob job = RemoteJob.of("a", Lane.INTERACTIVE, Deadline.none());
            queue.offer(job);
            try {
                job.vector().get();
            } catch (ExecutionException e) {
                Throwable cause = e.getCause() == null ? e : e.getCause();
                failure = String.valueOf(cause.getMessage());
                if (!rest(pause)) {
                    return;
                }
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            } catch (InterruptedException _) {
                return; // closed
            }
        }
    }

    private static boolean rest(Duration pause) {
        try {
            Thread.sleep(pause.toMillis() / 2 + ThreadLocalRandom.current().nextLong(pause.toMillis()));
            return true;
        } catch (InterruptedException _) {
            return false; // closed
        }
    }

    /** The reason is said where there is none yet. */
    @Override
    public ModelCard card() {
        return known().orElseThrow(() -> ProblemType.SERVICE_UNAVAILABLE.exception("model", failure));
    }

    private static ModelFiles tokenizerOf(String name, RemoteSettings settings) {
        if (settings.tokenizer() == null) {
            return ModelFiles.find(USUAL_TOKENIZER);
        }
        try {
            return new ModelFiles(
                    name,
                    new Graph.InMemory(new byte[0]),
                    Files.readAllBytes(settings.tokenizer()),
                    ModelProfile.dense(Pooling.CLS, settings.maxTokens()));
        } catch (IOException e) {
            throw new ModelException(
                    "The remote model '" + name + "' is expected to have a tokenizer.json at " + settings.tokenizer()
                            + ", and it cannot be read: " + e + ".",
                    e);
        }
    }

    @Override
    public Optional<ModelCard> known() {
        return check.dimensions().stream()
                .boxed()
                .findFirst()
                .map(dimensions -> new ModelCard(
                        name,
                        ModelKind.DENSE,
                        dimensions,
                        List.of(),
                        settings.maxTokens(),
                        Map.of(
                                "query", settings.queryPrefix(),
                                "passage", settings.passagePrefix(),
                                "document", settings.passagePrefix()),
                        false,
                        "remote",
                        null,
                        fingerprint(dimensions)));
    }

    /** Of what is known of it; the server may change the model behind its name unseen. */
    private String fingerprint(int dimensions) {
        String said = String.join(
                "\n",
                "remote",
                settings.url().toString(),
                settings.api().name(),
                Objects.requireNonNullElse(settings.model(), name),
                Integer.toString(dimensions));
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(said.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int maxTokens() {
        return settings.maxTokens();
    }

    @Override
    public TextTokenizer tokenizer() {
        return tokenizer;
    }

    @Override
    public String passagePrefix() {
        return settings.passagePrefix();
    }

    @Override
    public Optional<TextEncoder> local() {
        return Optional.empty();
    }

    /** Its vectors have the length 1; normalised or not matters only where they are cut. */
    @Override
    public OutputReader<float[]> dense(int dimensions, boolean normalised) {
        return (vector, first, _, all) -> {
            float[] kept = new float[dimensions];
            vector.get(first * all, kept);
            try {
                return normalised && dimensions < all ? Unit.scaled(kept) : kept;
            } catch (RemoteException e) {
                throw e.problem(name);
            }
        };
    }

    @Override
    public <T> CompletableFuture<T> encode(Flow flow, ModelText text, OutputReader<T> reader, Deadline deadline) {
        RemoteJob job = RemoteJob.of(text(text), flow.lane(), deadline);
        if (!queue.offer(job)) {
            throw new QueueFullException(flow.lane(), queue.texts(flow.lane()), text.tokens(), FULL_RETRY);
        }
        CompletableFuture<T> read =
                job.vector().thenApply(vector -> reader.read(FloatBuffer.wrap(vector), 0, 1, vector.length));
        return cancelling(read, job.vector());
    }

    @Override
    public CompletableFuture<float[]> encodeWhenRoom(Flow flow, ModelText text) throws InterruptedException {
        RemoteJob job = new RemoteJob(
                text(text), Lane.BULK, Deadline.none(), Deadline.in(settings.patience()), new CompletableFuture<>());
        queue.put(job);
        return job.vector();
    }

    private String text(ModelText text) {
        if (text.text() == null) {
            throw ProblemType.WRONG_TYPE.exception(
                    null, "The model \"%s\" is remote and takes texts, not token ids.".formatted(name));
        }
        return text.text();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the outcome is the first future's own
    private static <T> CompletableFuture<T> cancelling(CompletableFuture<T> of, CompletableFuture<?> source) {
        of.whenComplete((_, _) -> {
            if (of.isCancelled()) {
                source.cancel(false);
            }
        });
        return of;
    }

    @Override
    public void close() {
        learning.interrupt();
        workers.close();
        server.close();
        tokenizer.close();
    }
}
