package io.vicinal.evaluation.bench;

import io.vicinal.evaluation.console.UserError;
import io.vicinal.evaluation.dataset.BeirDocument;
import io.vicinal.evaluation.platform.PlatformProblem;
import io.vicinal.evaluation.platform.VicinalClient;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keeps the platform busy with documents, over and over, until it is closed. */
final class Saturation implements AutoCloseable {
    /** As many as this wait to be embedded, no more: the log need not grow without end. */
    private static final int AHEAD = 1000;

    private static final int BATCH = 100;
    private static final long PAUSE_MS = 100;

    private final VicinalClient client;
    private final String collection;
    private final List<BeirDocument> documents;
    private final Thread thread;
    private volatile boolean closed;
    private volatile boolean begun;
    private volatile @Nullable RuntimeException failure;
    private int sent;

    private Saturation(VicinalClient client, String collection, List<BeirDocument> documents) {
        this.client = client;
        this.collection = collection;
        this.documents = documents;
        this.thread = Thread.ofVirtual().unstarted(this::send);
    }

    /** Returns when enough documents have been sent. */
    static Saturation begin(VicinalClient client, String collection, List<BeirDocument> documents)
            throws InterruptedException {
        client.createCollection(collection, Map.of(), null);
        Saturation saturation = new Saturation(client, collection, documents);
        saturation.thread.start();
        while (!saturation.begun) {
            saturation.check();
            Thread.sleep(PAUSE_MS);
        }
        return saturation;
    }

    /** @throws UserError where documents could not be sent */
    void check() {
        RuntimeException failed = failure;
        if (failed != null) {
            throw failed;
        }
    }

    private void send() {
        try {
            while (!closed) {
                if (sent - client.searchableDocuments(collection) < AHEAD) {
                    client.submit(collection, batch(), false);
                    begun |= sent >= AHEAD;
                } else {
                    Thread.sleep(PAUSE_MS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (PlatformProblem e) {
            failure = e;
        } catch (RuntimeException e) {
            failure = new UserError("Documents could not be sent: " + e.getMessage());
        }
    }

    private byte[] batch() {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (int i = 0; i < BATCH; i++, sent++) {
            BeirDocument document = documents.get(sent % documents.size());
            // No text comes twice: what was encoded before may be known.
            lines.writeBytes(new BeirDocument("s" + sent, document.title(), document.text() + " " + sent).json());
            lines.write('\n');
        }
        return lines.toByteArray();
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        thread.join();
    }
}
