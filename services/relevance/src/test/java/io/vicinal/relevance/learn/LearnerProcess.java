package io.vicinal.relevance.learn;

import io.vicinal.relevance.RelevanceApplication;
import io.vicinal.testkit.broker.StoppableBroker;
import java.io.IOException;
import java.nio.file.Path;

/** The relevance service in a process of its own, which can be killed. */
final class LearnerProcess implements AutoCloseable {
    private final Process process;

    /** @param log what it says is added to this file */
    LearnerProcess(StoppableBroker broker, Path log) throws IOException {
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        RelevanceApplication.class.getName(),
                        "--server.port=0",
                        "--vicinal.service.token=secret",
                        "--vicinal.node-id=learner",
                        "--vicinal.relevance.learn-interval=50ms",
                        "--vicinal.kafka.bootstrap-servers=" + broker.bootstrapServers())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    /** SIGKILL. */
    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }
}
