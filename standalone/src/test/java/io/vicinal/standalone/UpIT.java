package io.vicinal.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./vicinal up}, as a user sees it. */
class UpIT {
    @TempDir
    Path folder;

    private Launched up(int port, int kafkaPort) throws Exception {
        return Launched.start(
                Map.of("VICINAL_JAVA_OPTS", "-Xmx1g"),
                folder.resolve("up.log"),
                "up",
                "--port",
                "" + port,
                "--kafka-port",
                "" + kafkaPort,
                "--data",
                folder.resolve("data").toString());
    }

    @Test
    void itStopsGracefullyAndStartsAgainWithAllItsData() throws Exception {
        int port = Launched.freePort();
        Api api = new Api(port);
        try (Launched up = up(port, Launched.freePort())) {
            api.awaitReady(up);
            assertThat(api.json("PUT", "/v1/collections/notes", "{}").status()).isEqualTo(201);
            assertThat(api.json(
                                    "POST",
                                    "/v1/collections/notes/documents?wait=searchable",
                                    "[{\"id\": \"1\", \"text\": \"Knead the dough and let it rise.\"}]")
                            .status())
                    .isEqualTo(200);
            assertThat(up.stop()).as("exit code after SIGTERM").isIn(0, 143);
            assertThat(up.output())
                    .contains("Ready after", "curl -X POST", "Stopped.")
                    .doesNotContain("Exception");
            up.restart();
            api.awaitReady(up);
            Api.await(Duration.ofSeconds(20), () -> api.documentsOf("notes") == 1);
            assertThat(api.search("notes", "{\"query\": \"baking bread\"}")).containsExactly("1");
        }
    }

    @Test
    void anOccupiedPortIsASentence() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            for (List<Integer> ports : List.of(
                    List.of(taken.getLocalPort(), Launched.freePort()),
                    List.of(Launched.freePort(), taken.getLocalPort()))) {
                Files.deleteIfExists(folder.resolve("up.log"));
                Launched up = up(ports.get(0), ports.get(1));
                assertThat(up.awaitExit()).isNotZero();
                assertThat(up.output())
                        .contains("Port " + taken.getLocalPort(), "is taken", "choose another")
                        .doesNotContain("\tat ", "Exception");
            }
        }
    }

    @Test
    void aDataFolderInUseIsASentence() throws Exception {
        int port = Launched.freePort();
        try (Launched first = up(port, Launched.freePort())) {
            new Api(port).awaitReady(first);
            Path log = folder.resolve("second.log");
            Launched second = Launched.start(
                    Map.of(),
                    log,
                    "up",
                    "--port",
                    "" + Launched.freePort(),
                    "--kafka-port",
                    "" + Launched.freePort(),
                    "--data",
                    folder.resolve("data").toString());
            assertThat(second.awaitExit()).isNotZero();
            assertThat(second.output()).contains("in use by another Vicinal").doesNotContain("\tat ");
        }
    }

    @Test
    void aModelFolderThatIsMissingOrBrokenIsASentence() throws Exception {
        Path broken = Files.createDirectories(folder.resolve("model"));
        Files.writeString(broken.resolve("model.onnx"), "not a graph");
        Files.writeString(broken.resolve("tokenizer.json"), "{}");
        for (Path model : List.of(folder.resolve("nowhere"), broken)) {
            Path log = folder.resolve(model.getFileName() + ".log");
            Launched up = Launched.start(
                    Map.of("VICINAL_EMBEDDING_MODEL", model.toString()),
                    log,
                    "up",
                    "--port",
                    "" + Launched.freePort(),
                    "--kafka-port",
                    "" + Launched.freePort(),
                    "--data",
                    folder.resolve("data-" + model.getFileName()).toString());
            assertThat(up.awaitExit()).isNotZero();
            assertThat(up.output()).contains(model.getFileName().toString()).doesNotContain("\tat ");
            assertThat(up.output().lines().filter(line -> line.startsWith("vicinal: ")))
                    .hasSize(1);
        }
    }

    @Test
    void helpIsWorthReading() throws Exception {
        for (String command : List.of("up", "run", "ingest", "eval", "bench", "test")) {
            Launched help = Launched.start(Map.of(), folder.resolve(command + ".log"), command, "--help");
            assertThat(help.awaitExit()).as(command).isZero();
            assertThat(help.output()).as(command).contains("Usage: vicinal " + command);
        }
        Launched help = Launched.start(Map.of(), folder.resolve("help.log"), "help");
        assertThat(help.awaitExit()).isZero();
        assertThat(help.output()).contains("up", "run", "ingest", "eval", "bench", "test", "First steps");
    }
}
