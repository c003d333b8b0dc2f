package io.vicinal.evaluation;

import io.vicinal.evaluation.platform.Platform;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which platform a measurement is taken on. */
final class ServerOptions {
    @Option(
            names = "--url",
            defaultValue = "${env:VICINAL_URL}",
            paramLabel = "<url>",
            description = {
                "Measure the platform that runs there (default: $$VICINAL_URL).",
                "Without it, one is started for the purpose, on free ports, with data in a temporary folder, and stopped at the end."
            })
    private @Nullable String url;

    @Option(
            names = "--key",
            defaultValue = "${env:VICINAL_KEY}",
            paramLabel = "<key>",
            description = "API key, where the platform wants one (default: $$VICINAL_KEY).")
    private @Nullable String key;

    @Option(
            names = "--java-opts",
            paramLabel = "<options>",
            description =
                    "JVM options of a platform that is started for the purpose (default: $$VICINAL_JAVA_OPTS; bench: -Xmx1g where that is not set).")
    private @Nullable String javaOptions;

    boolean attached() {
        return url != null && !url.isBlank();
    }

    /** @param otherwise where neither the option nor the environment says */
    String javaOptions(String otherwise) {
        if (javaOptions != null) {
            return javaOptions;
        }
        String environment = System.getenv("VICINAL_JAVA_OPTS");
        return environment == null || environment.isBlank() ? otherwise : environment;
    }

    Platform open(String javaOptionsOtherwise) throws InterruptedException {
        return url != null && !url.isBlank()
                ? Platform.attach(url, key)
                : Platform.launch(javaOptions(javaOptionsOtherwise));
    }
}
