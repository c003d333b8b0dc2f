package io.vicinal.standalone;

import io.vicinal.standalone.platform.Platform;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Everything, here. */
@Command(
        name = "up",
        header = "Start everything in one JVM, with a Kafka broker inside.",
        description = "",
        footer = {
            "",
            "Examples:",
            "  ./vicinal up",
            "  ./vicinal up --port 8090 --kafka-port 9192 --data /var/lib/vicinal",
            "",
            "Logs are in <data>/logs/vicinal.log, one JSON object a line."
        },
        mixinStandardHelpOptions = true)
final class UpCommand implements Runnable {
    @Option(names = "--host", description = "Address to listen on (default: ${DEFAULT-VALUE}).")
    String host = "127.0.0.1";

    @Option(names = "--port", description = "Port of the gateway (default: ${DEFAULT-VALUE}).")
    int port = 8080;

    @Option(
            names = "--kafka-port",
            description =
                    "Port of the Kafka broker, for your own producers and consumers" + " (default: ${DEFAULT-VALUE}).")
    int kafkaPort = 9092;

    @Option(names = "--data", description = "Folder of everything that is kept (default: ${DEFAULT-VALUE}).")
    Path data = Path.of("data");

    @Override
    public void run() {
        long began = System.nanoTime();
        System.out.println("Starting Vicinal …");
        Platform platform = Platform.start(new Platform.Settings(host, port, kafkaPort, data.toAbsolutePath()));
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> {
            System.out.println("Stopping …");
            platform.close();
            System.out.println("Stopped. Everything is kept in " + data);
            stopped.countDown();
        }));
        System.out.println(welcome((System.nanoTime() - began) / 1e9));
        try {
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String welcome(double seconds) {
        String url = "http://" + host + ":" + port;
        return """
                Ready after %.1f s.

                  REST    %2$s/v1/collections
                  Kafka   %3$s:%4$d
                  data    %5$s
                  logs    %6$s

                Try it:

                  curl -X PUT %2$s/v1/collections/notes -H 'content-type: application/json' -d '{}'
                  curl -X POST '%2$s/v1/collections/notes/documents?wait=searchable' -H 'content-type: application/json' \\
                    -d '[{"id": "1", "text": "Knead the dough and let it rise."}, {"id": "2", "text": "The rover landed on Mars."}]'
                  curl -X POST %2$s/v1/collections/notes/search -H 'content-type: application/json' -d '{"query": "baking bread"}'

                Ctrl-C stops it; nothing is lost.
                """.formatted(seconds, url, host, kafkaPort, data, data.resolve("logs/vicinal.log"));
    }
}
