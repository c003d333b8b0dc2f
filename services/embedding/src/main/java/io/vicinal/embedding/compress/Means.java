package io.vicinal.embedding.compress;

import io.vicinal.contracts.embedding.ModelMeans;
import io.vicinal.embedding.model.Model;
import io.vicinal.embedding.model.ModelText;
import io.vicinal.onnx.encode.TokenVectors;
import io.vicinal.onnx.schedule.Deadline;
import io.vicinal.onnx.schedule.Flow;
import io.vicinal.onnx.session.OutputReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What the vectors of a model have in common, taken from texts of all kinds that belong to the service. */
final class Means {
    private static final List<String> TEXTS = texts();

    /** @param tokens null where the model gives none */
    private record Read(float[] dense, @Nullable TokenVectors tokens) {}

    private final Model model;
    private final Flow flow = Flow.interactive();
    private final Mean dense;
    private @Nullable Mean token;

    private Means(Model model) {
        this.model = model;
        this.dense = new Mean(model.card().dimensions());
    }

    /**
     * Encodes the texts, each alone, so that the same model on the same kind of CPU gives the same; one after the other, so
     * that they take one place in the queue.
     */
    static CompletableFuture<ModelMeans> of(Model model) {
        Means means = new Means(model);
        CompletableFuture<Void> last = CompletableFuture.completedFuture(null);
        for (String text : TEXTS) {
            String prompted = model.passagePrefix() + text;
            long[] ids = model.tokenizer()
                    .encode(prompted)
                    .truncated(model.maxTokens())
                    .ids();
            ModelText read = new ModelText(prompted, ids, false);
            last = last.thenCompose(_ -> means.read(read)).thenAccept(means::add);
        }
        return last.thenApply(_ -> means.means());
    }

    private CompletableFuture<Read> read(ModelText text) {
        OutputReader<float[]> vector = model.dense(model.card().dimensions(), true);
        @Nullable
        OutputReader<TokenVectors> tokens =
                model.local().map(encoder -> encoder.tokenVectors(text.ids())).orElse(null);
        return model.encode(
                flow,
                text,
                (rows, first, count, dimensions) -> new Read(
                        vector.read(rows, first, count, dimensions),
                        tokens == null ? null : tokens.read(rows, first, count, dimensions)),
                Deadline.none());
    }

    private void add(Read read) {
        dense.add(read.dense, 0);
        TokenVectors tokens = read.tokens;
        if (tokens == null) {
            return;
        }
        Mean sum = token == null ? new Mean(tokens.dimensions()) : token;
        for (int row = 0; row < tokens.count(); row++) {
            sum.add(tokens.values(), row * tokens.dimensions());
        }
        token = sum;
    }

    private ModelMeans means() {
        return new ModelMeans(dense.values(), token == null ? null : token.values());
    }

    /** Summed in double, so that the order hardly matters. */
    private static final class Mean {
        private final double[] sum;
        private int count;

        Mean(int dimensions) {
            sum = new double[dimensions];
        }

        void add(float[] values, int from) {
            for (int d = 0; d < sum.length; d++) {
                sum[d] += values[from + d];
            }
            count++;
        }

        float[] values() {
            float[] mean = new float[sum.length];
            for (int d = 0; d < mean.length; d++) {
                mean[d] = (float) (sum[d] / count);
            }
            return mean;
        }
    }

    private static List<String> texts() {
        try (InputStream stream = Means.class.getResourceAsStream("generic-texts.txt")) {
            if (stream == null) {
                throw new IllegalStateException("generic-texts.txt is not on the class path: the build is not whole");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
