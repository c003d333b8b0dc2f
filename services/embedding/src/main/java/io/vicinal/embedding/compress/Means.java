package io.vicinal.embedding.compress;

import io.vicinal.contracts.embedding.ModelMeans;
import io.vicinal.onnx.encode.TextEncoder;
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

    private record Read(float[] dense, TokenVectors tokens) {}

    private final TextEncoder encoder;
    private final Flow flow = Flow.interactive();
    private final Mean dense;
    private @Nullable Mean token;

    private Means(TextEncoder encoder) {
        this.encoder = encoder;
        this.dense = new Mean(encoder.dimensions());
    }

    /**
     * Encodes the texts, each alone, so that the same model on the same kind of CPU gives the same; one after the other, so
     * that they take one place in the queue.
     */
    static CompletableFuture<ModelMeans> of(TextEncoder encoder) {
        Means means = new Means(encoder);
        CompletableFuture<Void> last = CompletableFuture.completedFuture(null);
        for (String text : TEXTS) {
            long[] ids = encoder.tokenizer()
                    .encode(encoder.profile().passagePrefix() + text)
                    .truncated(encoder.maxTokens())
                    .ids();
            last = last.thenCompose(_ -> means.read(ids)).thenAccept(means::add);
        }
        return last.thenApply(_ -> means.means());
    }

    private CompletableFuture<Read> read(long[] ids) {
        OutputReader<float[]> vector = encoder.dense(encoder.dimensions(), true);
        OutputReader<TokenVectors> tokens = encoder.tokenVectors(ids);
        return encoder.encode(
                flow,
                ids,
                (rows, first, count, dimensions) -> new Read(
                        vector.read(rows, first, count, dimensions), tokens.read(rows, first, count, dimensions)),
                Deadline.none());
    }

    private void add(Read read) {
        dense.add(read.dense, 0);
        Mean sum = token == null ? new Mean(read.tokens.dimensions()) : token;
        for (int row = 0; row < read.tokens.count(); row++) {
            sum.add(read.tokens.values(), row * read.tokens.dimensions());
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
