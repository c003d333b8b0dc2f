package io.vicinal.evaluation.ann;

import io.vicinal.evaluation.console.UserError;
import io.vicinal.evaluation.dataset.BeirDocument;
import io.vicinal.evaluation.dataset.BeirFolder;
import io.vicinal.evaluation.encoder.RawEncoder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The default model's token vectors of a test collection, encoded once and kept in files: {@code count} of its documents,
 * in their order, to be indexed; every so-manieth in between held out to be asked for; and those of the collection's own
 * queries, which lie farther from all that is indexed.
 */
record TokenVectors(String name, VectorFile indexed, VectorFile heldOut, VectorFile ofQueries) {

    static TokenVectors of(BeirFolder data, int count, int queries, Path work, PrintWriter err)
            throws IOException, InterruptedException {
        Files.createDirectories(work);
        Path indexed = work.resolve(data.name() + "-tokens-" + count + "-" + queries + ".f32");
        Path heldOut = work.resolve(data.name() + "-held-out-" + count + "-" + queries + ".f32");
        Path ofQueries = work.resolve(data.name() + "-query-tokens-" + queries + ".f32");
        if (!Files.exists(indexed) || !Files.exists(heldOut)) {
            err.println("Encoding " + (count + queries) + " token vectors of " + data.name()
                    + ", once: they are kept in " + work);
            err.flush();
            encode(data.documents().stream().map(BeirDocument::whole).toList(), count, queries, indexed, heldOut);
        }
        if (!Files.exists(ofQueries)) {
            spread(List.copyOf(data.queries().values()), queries, ofQueries);
        }
        return new TokenVectors(
                data.name(),
                VectorFile.open(indexed, RawEncoder.DIMENSIONS),
                VectorFile.open(heldOut, RawEncoder.DIMENSIONS),
                VectorFile.open(ofQueries, RawEncoder.DIMENSIONS));
    }

    /** All cores encode, and the texts' order is kept. */
    private static void encode(List<String> texts, int count, int queries, Path indexed, Path heldOut)
            throws IOException, InterruptedException {
        int every = count / queries + 1;
        int cores = Runtime.getRuntime().availableProcessors();
        List<RawEncoder> encoders = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(cores);
                VectorFile.Writer to = new VectorFile.Writer(indexed);
                VectorFile.Writer aside = new VectorFile.Writer(heldOut)) {
            for (int i = 0; i < cores; i++) {
                encoders.add(new RawEncoder(1));
            }
            for (int from = 0; from < texts.size() && to.count() < count; from += cores) {
                List<Future<List<float[]>>> side = new ArrayList<>();
                for (int i = 0; i < cores && from + i < texts.size(); i++) {
                    RawEncoder encoder = encoders.get(i);
                    String text = texts.get(from + i);
                    side.add(threads.submit(() -> encode(encoder, text)));
                }
                for (Future<List<float[]>> encoded : side) {
                    for (float[] vector : encoded.get()) {
                        if (aside.count() < queries && (to.count() + aside.count()) % every == 0) {
                            aside.add(vector);
                        } else if (to.count() < count) {
                            to.add(vector);
                        }
                    }
                }
            }
            if (to.count() < count) {
                throw new UserError("The corpus has " + to.count() + " tokens only; ask for fewer with --vectors.");
            }
            aside.finish();
            to.finish();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } finally {
            encoders.forEach(RawEncoder::close);
        }
    }

    private static List<float[]> encode(RawEncoder encoder, String text) {
        List<float[]> vectors = new ArrayList<>();
        for (long[] window : encoder.windows(text)) {
            vectors.addAll(encoder.tokenVectors(window));
        }
        return vectors;
    }

    /** Vectors at even distances among those of all queries. */
    private static void spread(List<String> texts, int count, Path file) throws IOException {
        List<float[]> all = new ArrayList<>();
        try (RawEncoder encoder = new RawEncoder(1)) {
            for (String text : texts) {
                all.addAll(encode(encoder, text));
            }
        }
        if (all.size() < count) {
            throw new UserError("The queries have " + all.size() + " tokens only; ask for fewer with --queries.");
        }
        try (VectorFile.Writer writer = new VectorFile.Writer(file)) {
            for (int i = 0; i < count; i++) {
                writer.add(all.get((int) ((long) i * all.size() / count)));
            }
            writer.finish();
        }
    }
}
