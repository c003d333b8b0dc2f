package io.vicinal.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.vicinal.testkit.Repository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The official clients of other services, as npm has them; where there is no npm, these tests are skipped. */
class ClientsIT {
    @TempDir
    static Path folder;

    static Launched platform;
    static String url;

    @BeforeAll
    static void start() throws Exception {
        assumeThat(present("node") && present("npm"))
                .as("node and npm are there")
                .isTrue();
        Path sources = Repository.root().resolve("standalone/src/test/javascript");
        for (String file : List.of("package.json", "package-lock.json", "openai.mjs")) {
            Files.copy(sources.resolve(file), folder.resolve(file));
        }
        assertThat(run("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"))
                .contains("added");
        int port = Launched.freePort();
        url = "http://127.0.0.1:" + port;
        platform = Launched.up(folder, port);
        new Api(port).awaitReady(platform);
    }

    @AfterAll
    static void stop() throws Exception {
        if (platform != null) {
            platform.close();
        }
    }

    @Test
    void openAisOwnClientWorksUnchanged() throws Exception {
        assertThat(run("node", "openai.mjs", url)).contains("all is well");
    }

    private static boolean present(String command) throws InterruptedException {
        try {
            return new ProcessBuilder(command, "--version")
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor())
                .as(String.join(" ", command) + "\n" + output)
                .isZero();
        return output;
    }
}
