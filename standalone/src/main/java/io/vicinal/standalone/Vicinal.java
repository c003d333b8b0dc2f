package io.vicinal.standalone;

import io.vicinal.evaluation.BenchCommand;
import io.vicinal.evaluation.EvalCommand;
import io.vicinal.evaluation.IngestCommand;
import io.vicinal.standalone.bench.BenchFilterCommand;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command line. */
@Command(
        name = "vicinal",
        header = "A retrieval-augmented inference platform: text in, the right passages out.",
        description = "",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        footer = {
            "",
            "First steps:",
            "  ./vicinal up                                  start everything, here",
            "  ./vicinal ingest notes my-notes/ --create     load a folder of text and Markdown files",
            "  ./vicinal COMMAND --help                      the options of a command, with examples",
            "",
            "JVM options are taken from VICINAL_JAVA_OPTS, for example VICINAL_JAVA_OPTS=-Xmx1g."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {
            UpCommand.class,
            RunCommand.class,
            IngestCommand.class,
            EvalCommand.class,
            BenchCommand.class,
            LauncherCommands.Test.class,
            LauncherCommands.Build.class,
            LauncherCommands.Jmh.class,
            HelpCommand.class
        })
public final class Vicinal implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    CommandSpec spec;

    public static void main(String[] arguments) {
        Logging.configure();
        System.exit(commandLine()
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(new SentenceHandler())
                .execute(arguments));
    }

    /** With the benchmarks that need a service's inside, which the others, from outside, know nothing of. */
    private static CommandLine commandLine() {
        CommandLine vicinal = new CommandLine(new Vicinal());
        Objects.requireNonNull(vicinal.getSubcommands().get("bench")).addSubcommand(new BenchFilterCommand());
        return vicinal;
    }

    @Override
    public void run() {
        spec.commandLine().usage(System.out);
    }
}
