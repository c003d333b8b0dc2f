package io.vicinal.standalone;

import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** What the launcher script does itself; listed here for their help. */
final class LauncherCommands {

    @Command(
            name = "test",
            description = "Run the whole test suite with Maven. Further arguments are Maven's.",
            footer = {"", "Example: ./vicinal test -pl services/retrieval -am"},
            mixinStandardHelpOptions = true)
    static final class Test extends OnlyByTheLauncher {}

    @Command(name = "build", description = "Build all modules, without tests.", mixinStandardHelpOptions = true)
    static final class Build extends OnlyByTheLauncher {}

    @Command(
            name = "jmh",
            description = "Run the micro-benchmarks of the hot paths. Further arguments are JMH's.",
            footer = {"", "Example: ./vicinal jmh Tokenize -f 1"},
            mixinStandardHelpOptions = true)
    static final class Jmh extends OnlyByTheLauncher {}

    abstract static class OnlyByTheLauncher implements Runnable {
        @Unmatched
        String[] rest = {};

        @Override
        public void run() {
            throw new IllegalStateException("This command is the launcher script's; start it as ./vicinal.");
        }
    }

    private LauncherCommands() {}
}
