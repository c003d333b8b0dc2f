package io.vicinal.evaluation.eval;

import io.vicinal.evaluation.console.Progress;
import io.vicinal.evaluation.console.UserError;
import io.vicinal.evaluation.ingest.Ingest;
import io.vicinal.evaluation.ingest.Source;
import io.vicinal.evaluation.platform.PlatformUnreachable;
import io.vicinal.evaluation.platform.VicinalClient;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;

/**
 * Brings a corpus into a collection and returns when a search finds all of it.
 *
 * @param schema of the collection, where it is not there yet
 */
public record CorpusLoad(VicinalClient client, String collection, Map<String, Object> schema, PrintWriter err) {
    /** Without a single further document searchable, something is broken. */
    private static final Duration STALL = Duration.ofMinutes(2);

    private static final Duration POLL = Duration.ofMillis(100);

    /** Into a collection with the platform's defaults. */
    public CorpusLoad(VicinalClient client, String collection, PrintWriter err) {
        this(client, collection, Map.of(), err);
    }

    /**
     * @param expected documents the source holds
     * @return seconds from the first byte sent until all are searchable
     */
    public double run(Source source, long expected) throws IOException, InterruptedException {
        client.createCollection(collection, schema);
        long began = System.nanoTime();
        try (Progress progress = Progress.bytes(err, "sending", source.bytes())) {
            Ingest.Result result = new Ingest(client, collection, null, true, Ingest.RETRY_FOR).run(source, progress);
            if (result.rejected() > 0) {
                throw new UserError("The platform rejected " + result.rejected() + " documents of the corpus.");
            }
        }
        awaitDocuments(expected);
        return (System.nanoTime() - began) / 1e9;
    }

    /** @param expected the documents of the corpus; more of them is an error */
    void awaitDocuments(long expected) throws InterruptedException {
        long best = -1;
        long changed = System.nanoTime();
        while (true) {
            long found = searchable();
            if (found == expected) {
                return;
            }
            if (found > expected) {
                throw new UserError("The collection " + collection + " holds " + found
                        + " documents and the corpus only " + expected + "; take another with --collection.");
            }
            if (found > best) {
                best = found;
                changed = System.nanoTime();
            } else if (System.nanoTime() - changed > STALL.toNanos()) {
                throw new UserError("Only " + found + " of " + expected + " documents became searchable; for "
                        + STALL.toMinutes() + " minutes none was added.");
            }
            Thread.sleep(POLL);
        }
    }

    private long searchable() throws InterruptedException {
        try {
            return client.searchableDocuments(collection);
        } catch (PlatformUnreachable e) {
            return -1; // away for a moment; the stall limit ends a longer absence
        }
    }
}
