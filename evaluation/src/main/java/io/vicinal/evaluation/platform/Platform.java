package io.vicinal.evaluation.platform;

import io.vicinal.evaluation.console.UserError;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The platform under measurement. Closing it stops one that was started for the purpose and leaves any other alone. */
public final class Platform implements AutoCloseable {
    private final VicinalClient client;
    private final @Nullable LaunchedPlatform launched;

    private Platform(VicinalClient client, @Nullable LaunchedPlatform launched) {
        this.client = client;
        this.launched = launched;
    }

    /** One that runs already; it is asked at once whether it answers. */
    public static Platform attach(String url, @Nullable String key) throws InterruptedException {
        VicinalClient client = new VicinalClient(url, key);
        try {
            client.ping();
        } catch (RuntimeException e) {
            client.close();
            throw e;
        }
        return new Platform(client, null);
    }

    /**
     * One of one's own, empty, on free ports, ready to be used when this returns.
     *
     * @param javaOptions more options for its JVM, such as {@code -Xmx1g}; empty for none
     */
    public static Platform launch(String javaOptions) throws InterruptedException {
        LaunchedPlatform launched = LaunchedPlatform.start(javaOptions);
        return new Platform(new VicinalClient(launched.url(), null), launched);
    }

    public VicinalClient client() {
        return client;
    }

    /** Whether it was started for the purpose. */
    public boolean own() {
        return launched != null;
    }

    /** {@code kill -9} and a start over the same data, of one that was started for the purpose. */
    public void crash() throws IOException, InterruptedException {
        ours().crash();
    }

    /** Records that a stage refused, of one that was started for the purpose. */
    public long deadLetters() {
        return DeadLetterCount.at(ours().kafka());
    }

    private LaunchedPlatform ours() {
        if (launched == null) {
            throw new UserError("Only a platform that was started for the purpose can be killed; leave --url out.");
        }
        return launched;
    }

    /** Memory and CPU of its JVM, where it is a process of ours. */
    public Optional<ProcessUsage> usage() {
        return launched == null ? Optional.empty() : ProcessUsage.of(launched.process());
    }

    /** From the start of the process to the first answer, where it was started for the purpose. */
    public Optional<Double> startSeconds() {
        return launched == null ? Optional.empty() : Optional.of(launched.startSeconds());
    }

    @Override
    public void close() {
        client.close();
        if (launched != null) {
            launched.close();
        }
    }
}
