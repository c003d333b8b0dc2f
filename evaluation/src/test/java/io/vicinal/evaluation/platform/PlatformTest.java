package io.vicinal.evaluation.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.evaluation.FakePlatform;
import io.vicinal.evaluation.console.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a launcher that starts a process of its own, as the real one does. */
class PlatformTest {
    @TempDir
    Path home;

    @BeforeEach
    void point() {
        System.setProperty(LaunchedPlatform.HOME_PROPERTY, home.toString());
    }

    @AfterEach
    void restore() {
        System.clearProperty(LaunchedPlatform.HOME_PROPERTY);
    }

    @Test
    void oneOfOnesOwnIsStartedMeasuredStoppedAndLeavesNothingBehind() throws Exception {
        String java = ProcessHandle.current().info().command().orElseThrow();
        launcher("echo \"$@\" > arguments; echo $$ > pid\n" + "exec '" + java + "' $VICINAL_JAVA_OPTS -cp '"
                + System.getProperty("java.class.path") + "' " + FakePlatform.class.getName() + " \"$@\"\n");
        long pid;
        try (Platform platform = Platform.launch("-Xmx64m")) {
            platform.client().createCollection("c", Map.of(), null);
            assertThat(platform.client().searchableDocuments("c")).isZero();
            pid = Long.parseLong(Files.readString(home.resolve("pid")).strip());
            ProcessUsage usage = platform.usage().orElseThrow();
            assertThat(usage.residentBytes()).isBetween(10L << 20, 1L << 30);
            assertThat(usage.peakResidentBytes()).isGreaterThanOrEqualTo(usage.residentBytes());
            assertThat(platform.startSeconds().orElseThrow()).isPositive();
        }
        assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
        List<String> arguments =
                List.of(Files.readString(home.resolve("arguments")).strip().split(" "));
        assertThat(arguments).startsWith("up", "--port").contains("--kafka-port", "--data");
        assertThat(Path.of(arguments.getLast()).getParent()).doesNotExist();
    }

    @Test
    void oneThatDoesNotStartIsToldWithTheLastItSaid() throws Exception {
        launcher("echo 'Port 9092 is taken.'; exit 3\n");
        assertThatThrownBy(() -> Platform.launch(""))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("exit code 3")
                .hasMessageContaining("Port 9092 is taken.");
    }

    @Test
    void aMissingLauncherIsToldWithWhatToDo() {
        assertThatThrownBy(() -> Platform.launch(""))
                .hasMessageContaining("VICINAL_HOME")
                .hasMessageContaining("--url");
    }

    private void launcher(String script) throws Exception {
        Path launcher = home.resolve("vicinal");
        Files.writeString(launcher, "#!/bin/sh\n" + script);
        assertThat(launcher.toFile().setExecutable(true)).isTrue();
    }
}
