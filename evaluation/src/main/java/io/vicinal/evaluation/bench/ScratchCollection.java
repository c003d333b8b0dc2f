package io.vicinal.evaluation.bench;

import io.vicinal.evaluation.console.UserError;
import io.vicinal.evaluation.platform.VicinalClient;

/** A collection for the length of a benchmark, under a name that nobody else has. */
record ScratchCollection(VicinalClient client, String name) implements AutoCloseable {

    static ScratchCollection named(VicinalClient client, String what) {
        return new ScratchCollection(client, "bench-" + what + "-" + Long.toString(System.currentTimeMillis(), 36));
    }

    @Override
    public void close() throws InterruptedException {
        try {
            client.deleteCollection(name);
        } catch (UserError e) {
            System.err.println("The collection " + name + " could not be removed: " + e.getMessage());
        }
    }
}
