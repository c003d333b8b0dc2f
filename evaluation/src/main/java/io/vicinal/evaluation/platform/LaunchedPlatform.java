package io.vicinal.evaluation.platform;

import io.vicinal.evaluation.console.UserError;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * {@code ./vicinal up} as a child process with data in a temporary folder. The launcher replaces itself by the JVM, so
 * the child's process id is the JVM's. Closing it sends SIGTERM, waits, and removes the data.
 */
final class LaunchedPlatform implements AutoCloseable {
    /** Options for the platform's JVM, read by the launcher. */
    static final String JAVA_OPTIONS = "VICINAL_JAVA_OPTS";
    /** The checkout whose launcher is started; the launcher itself sets the system property. */
    static final String HOME = "VICINAL_HOME";

    static final String HOME_PROPERTY = "vicinal.home";

    /** The first start may build the project. */
    private static final Duration READY = Duration.ofMinutes(10);

    private static final Duration STOP = Duration.ofSeconds(60);
    private static final int LOG_LINES = 15;

    private final ProcessBuilder builder;
    private final Path folder;
    private final String url;
    private final int kafkaPort;
    private final Thread atExit;
    private volatile Process process;
    private double startSeconds;

    private LaunchedPlatform(ProcessBuilder builder, Path folder, int port, int kafkaPort) throws IOException {
        this.builder = builder;
        this.folder = folder;
        this.url = "http://127.0.0.1:" + port;
        this.kafkaPort = kafkaPort;
        this.process = builder.start();
        this.atExit = new Thread(this::stop, "stop-platform");
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    static LaunchedPlatform start(String javaOptions) throws InterruptedException {
        Path launcher = launcher();
        try {
            int port = freePort();
            int kafkaPort = freePort();
            Path folder = Files.createTempDirectory("vicinal-evaluation-");
            ProcessBuilder builder = new ProcessBuilder(
                            launcher.toString(),
                            "up",
                            "--port",
                            Integer.toString(port),
                            "--kafka-port",
                            Integer.toString(kafkaPort),
                            "--data",
                            folder.resolve("data").toString())
                    .directory(launcher.resolveSibling(".").toFile())
                    .redirectErrorStream(true)
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            folder.resolve("up.log").toFile()));
            // Ours and the platform's own JVM options are two things: unset what our own launcher was given.
            builder.environment().put(JAVA_OPTIONS, javaOptions);
            LaunchedPlatform platform = new LaunchedPlatform(builder, folder, port, kafkaPort);
            platform.awaitReady();
            return platform;
        } catch (IOException e) {
            throw new UserError(launcher + " up could not be started: " + e.getMessage());
        }
    }

    private static Path launcher() {
        String home = System.getProperty(HOME_PROPERTY, System.getenv().getOrDefault(HOME, "."));
        Path launcher = Path.of(home, "vicinal").toAbsolutePath().normalize();
        if (!Files.isExecutable(launcher)) {
            throw new UserError("There is no launcher " + launcher + " to start a platform with. Set " + HOME
                    + " to the folder of the project, or attach to a running platform with --url.");
        }
        return launcher;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitReady() throws InterruptedException {
        long began = System.nanoTime();
        try (VicinalClient client = new VicinalClient(url, null)) {
            while (System.nanoTime() - began < READY.toNanos()) {
                if (!process.isAlive()) {
                    throw failed("ended with exit code " + process.exitValue());
                }
                try {
                    client.ping();
                    startSeconds = (System.nanoTime() - began) / 1e9;
                    return;
                } catch (PlatformUnreachable | PlatformProblem e) {
                    Thread.sleep(100);
                }
            }
            throw failed("is not ready after " + READY.toMinutes() + " minutes");
        } catch (InterruptedException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private UserError failed(String how) {
        String log;
        try {
            List<String> lines = Files.readAllLines(folder.resolve("up.log"));
            log = String.join(
                    System.lineSeparator(), lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
        } catch (IOException e) {
            log = "(its output could not be read: " + e.getMessage() + ")";
        }
        return new UserError("./vicinal up " + how + ". The last it said:" + System.lineSeparator() + log);
    }

    /** SIGKILL, then the same again over the same data; returns when it answers. */
    void crash() throws IOException, InterruptedException {
        process.destroyForcibly().waitFor();
        process = builder.start();
        awaitReady();
    }

    String kafka() {
        return "127.0.0.1:" + kafkaPort;
    }

    String url() {
        return url;
    }

    ProcessHandle process() {
        return process.toHandle();
    }

    double startSeconds() {
        return startSeconds;
    }

    @Override
    public void close() {
        stop();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // The JVM is going down already, and the hook runs or has run.
        }
    }

    private synchronized void stop() {
        process.destroy();
        try {
            if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        remove(folder);
    }

    private static void remove(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException | UncheckedIOException e) {
            System.err.println("The folder " + folder + " could not be removed: " + e.getMessage());
        }
    }
}
