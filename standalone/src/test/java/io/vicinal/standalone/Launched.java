package io.vicinal.standalone;

import io.vicinal.testkit.Repository;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A process started by the launcher, as a user would, that a test may kill. Starting is most of what these processes do, so they do
 * it with the first compiler alone and with their classes read beforehand; the acceptance checks start them without.
 */
final class Launched implements AutoCloseable {
    private static final String QUICK_START = "-XX:TieredStopAtLevel=1";
    /** Made when {@code ./vicinal up} ends, where it is not there or of another build. */
    private static final String CLASSES_OF_UP = " -XX:+AutoCreateSharedArchive -XX:SharedArchiveFile="
            + Repository.root().resolve("standalone/target/up.jsa") + " -Xlog:cds=off,cds+dynamic=off";

    private final List<String> command;
    private final Map<String, String> environment;
    private final Path log;
    private Process process;

    private Launched(List<String> command, Map<String, String> environment, Path log) throws IOException {
        this.command = command;
        this.environment = environment;
        this.log = log;
        launch();
    }

    /** @param arguments of {@code ./vicinal} */
    static Launched start(Map<String, String> environment, Path log, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Repository.root().resolve("vicinal").toString());
        command.addAll(List.of(arguments));
        return new Launched(command, environment, log);
    }

    /** {@code ./vicinal up} with its log and its data in a folder. */
    static Launched up(Path folder, int port) throws IOException {
        return start(
                Map.of(),
                folder.resolve("up.log"),
                "up",
                "--port",
                "" + port,
                "--kafka-port",
                "" + freePort(),
                "--data",
                folder.resolve("data").toString());
    }

    private void launch() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(Repository.root().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        // The modules were built before these tests run.
        builder.environment().put("VICINAL_SKIP_BUILD", "1");
        builder.environment().merge("VICINAL_JAVA_OPTS", quickStart(), (given, quick) -> given + " " + quick);
        process = builder.start();
    }

    private String quickStart() {
        return command.get(1).equals("up") && !command.contains("--help") ? QUICK_START + CLASSES_OF_UP : QUICK_START;
    }

    /** SIGKILL: no time for anything. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** SIGSTOP: the process is there and its connections are open, and nothing of it moves until it goes on. */
    void freeze() throws IOException, InterruptedException {
        signal("STOP");
    }

    /** SIGCONT. */
    void goOn() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        int code = new ProcessBuilder("kill", "-" + name, "" + process.pid())
                .inheritIO()
                .start()
                .waitFor();
        if (code != 0) {
            throw new IOException("kill -" + name + " ended with " + code);
        }
    }

    /** The same process again, with the same data. */
    void restart() throws IOException {
        launch();
    }

    /** SIGTERM; the exit code, or an error after a minute. */
    int stop() throws InterruptedException {
        beginToStop();
        return awaitExit();
    }

    /** SIGTERM, for {@link #stop} to wait for. */
    void beginToStop() {
        process.destroy();
    }

    int awaitExit() throws InterruptedException {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(command + " did not end within a minute");
        }
        return process.exitValue();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    String output() throws IOException {
        return Files.exists(log) ? Files.readString(log) : "";
    }

    @Override
    public void close() throws InterruptedException {
        if (process.isAlive()) {
            stop();
        }
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
