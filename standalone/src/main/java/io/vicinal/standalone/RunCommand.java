package io.vicinal.standalone;

import io.vicinal.broker.EmbeddedBroker;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The parts as processes of their own. */
@Command(
        name = "run",
        header = "Run one part as a process of its own.",
        description = {
            "",
            "./vicinal run ingestion | embedding | retrieval | reranking | relevance | inference | gateway",
            "are configured by environment variables alone (docs/configuration.md lists them all), above all:",
            "",
            "  SERVER_PORT                        where it listens (8080)",
            "  VICINAL_KAFKA_BOOTSTRAP_SERVERS    the brokers (127.0.0.1:9092)",
            "  VICINAL_SERVICE_TOKEN              the secret of the internal endpoints, the same for all",
            "  VICINAL_SERVICES_EMBEDDING_URL     where the gateway finds a service, likewise _INGESTION_, _RERANKING_",
            "  VICINAL_RETRIEVAL_DATA             the folder of a retrieval node's indexes",
            "  VICINAL_RETRIEVAL_ADVERTISED       host:port at which the gateway reaches a retrieval node",
            "  VICINAL_EMBEDDING_MODEL            a model's name or folder (bge-small-en-v1.5)",
            ""
        },
        mixinStandardHelpOptions = true,
        subcommands = RunCommand.Kafka.class)
final class RunCommand implements Runnable {
    @Override
    public void run() {
        throw new IllegalArgumentException(
                "Name the part: ./vicinal run ingestion, embedding, retrieval, reranking, relevance, inference, gateway or kafka.");
    }

    @Command(
            name = "kafka",
            description = "A single Kafka broker (KRaft) for development; in production bring your own cluster.",
            mixinStandardHelpOptions = true)
    static final class Kafka implements Runnable {
        @Option(names = "--host", description = "Address to listen on and to advertise (default: ${DEFAULT-VALUE}).")
        String host = "127.0.0.1";

        @Option(names = "--port", description = "Port for clients (default: ${DEFAULT-VALUE}).")
        int port = 9092;

        @Option(names = "--data", description = "Folder of the log (default: ${DEFAULT-VALUE}).")
        Path data = Path.of("data", "kafka");

        @Override
        public void run() {
            EmbeddedBroker broker = EmbeddedBroker.start(data.toAbsolutePath(), host, port);
            CountDownLatch stopped = new CountDownLatch(1);
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> {
                broker.close();
                stopped.countDown();
            }));
            System.out.println("Kafka is ready at " + host + ":" + port);
            try {
                stopped.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
