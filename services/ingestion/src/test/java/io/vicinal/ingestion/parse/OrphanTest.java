package io.vicinal.ingestion.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrphanTest {

    @TempDir
    Path folder;

    @Test
    void aProcessGoesWithTheServiceThatStartedItThoughThatIsKilledInTheMiddleOfAFile() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "<p>words of a paragraph".repeat(2_000_000));
        Process host = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Host.class.getName(),
                        folder.resolve("spool").toString(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader said = host.inputReader(StandardCharsets.UTF_8)) {
            String line = said.readLine();
            while (!line.startsWith("child ")) {
                line = said.readLine();
            }
            ProcessHandle child =
                    ProcessHandle.of(Long.parseLong(line.substring(6))).orElseThrow();
            Thread.sleep(2500); // it is up and reads
            assertThat(child.isAlive()).isTrue();
            host.destroyForcibly();
            child.onExit().orTimeout(20, TimeUnit.SECONDS).join();
        } finally {
            host.destroyForcibly();
        }
    }
}
