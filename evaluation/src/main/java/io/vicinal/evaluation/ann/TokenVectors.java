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
 * The default model's token vectors of a test collection: {@code count} of its documents, in their order, and of its
 * queries. Encoded once and kept in files.
 */
record TokenVectors(String name, VectorFile vectors, List<float[]> queries) {

    static TokenVectors of(BeirFolder data, int count, int queries, Path work, PrintWriter err)
            throws IOException, InterruptedException {
        Files.createDirectories(work);
        Path vectors = work.resolve(data.name() + "-tokens-" + count + ".f32");
        if (!Files.exists(vectors)) {
            err.println(
                    "Encoding " + count + " token vectors of " + data.name() + ", once: they are kept in " + vectors);
            err.flush();
            encode(data.documents().stream().map(BeirDocument::whole).toList(), count, vectors);
        }
        Path asked = work.resolve(data.name() + "-query-tokens-" + queries + ".f32");
        if (!Files.exists(asked)) {
            spread(List.copyOf(data.queries().values()), queries, asked);
        }
        VectorFile query = VectorFile.open(asked, RawEncoder.DIMENSIONS);
        List<float[]> loaded = new ArrayList<>();
        for (int i = 0; i < query.count(); i++) {
            loaded.add(query.vector(i));
        }
        return new TokenVectors(data.name(), VectorFile.open(vectors, RawEncoder.DIMENSIONS), loaded);
    }

    /** All cores encode, and the texts' order is kept. */
    private static void encode(List<String> texts, int count, Path file) throws IOException, InterruptedException {
        int cores = Runtime.getRuntime().availableProcessors();
        List<RawEncoder> encoders = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(cores);
                VectorFile.Writer writer = new VectorFile.Writer(file)) {
            for (int i = 0; i < cores; i++) {
                encoders.add(new RawEncoder(1));
            }
            for (int from = 0; from < texts.size() && writer.count() < count; from += cores) {
                List<Future<List<float[]>>> side = new ArrayList<>();
                for (int i = 0; i < cores && from + i < texts.size(); i++) {
                    RawEncoder encoder = encoders.get(i);
                    String text = texts.get(from + i);
                    side.add(threads.submit(() -> encode(encoder, text)));
                }
                for (Future<List<float[]>> encoded : side) {
                    encoded.get().stream().limit(count - writer.count()).forEach(writer::add);
                }
            }
            if (writer.count() < count) {
                throw new UserError("The corpus has " + writer.count() + " tokens only; ask for fewer with --vectors.");
            }
            writer.finish();
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
