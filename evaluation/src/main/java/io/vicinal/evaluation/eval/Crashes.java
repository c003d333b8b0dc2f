package io.vicinal.evaluation.eval;

import io.vicinal.evaluation.platform.Platform;
import io.vicinal.evaluation.platform.PlatformProblem;
import io.vicinal.evaluation.platform.PlatformUnreachable;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Kills the platform ({@code SIGKILL}) at random moments of a load and starts it again, on a thread of its own. */
final class Crashes implements AutoCloseable {
    private final Platform platform;
    private final String collection;
    private final PrintWriter err;
    private final double[] at;
    private final Thread thread;
    private volatile @Nullable Exception failure;

    /**
     * @param count how often, 0 for never; the moments are those at which a random share of the documents has become searchable
     * @param documents that will be searchable in the end
     */
    Crashes(Platform platform, String collection, int count, long documents, PrintWriter err) {
        this.platform = platform;
        this.collection = collection;
        this.err = err;
        long seed = System.nanoTime();
        this.at = new Random(seed)
                .doubles(count)
                .map(share -> share * documents * 0.95)
                .sorted()
                .toArray();
        if (count > 0) {
            err.println("kill -9 at " + count + " random moments (seed " + seed + ")");
        }
        this.thread = Thread.ofPlatform().name("crashes").start(this::run);
    }

    private void run() {
        try {
            for (double documents : at) {
                while (searchable() < documents) {
                    Thread.sleep(20);
                }
                long began = System.nanoTime();
                platform.crash();
                err.printf(
                        "%nkilled with %,.0f documents searchable, back after %.1f s%n",
                        documents, (System.nanoTime() - began) / 1e9);
                err.flush();
            }
        } catch (IOException | RuntimeException | InterruptedException e) {
            failure = e;
        }
    }

    private long searchable() throws InterruptedException {
        try {
            return platform.client().searchableDocuments(collection);
        } catch (PlatformProblem | PlatformUnreachable e) {
            return 0; // it is just coming back
        }
    }

    /** Waits for the last one. */
    @Override
    public void close() throws IOException, InterruptedException {
        thread.join();
        if (failure != null) {
            throw new IOException("The platform did not come back after a kill: " + failure.getMessage(), failure);
        }
    }
}
