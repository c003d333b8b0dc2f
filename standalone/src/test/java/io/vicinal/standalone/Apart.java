package io.vicinal.standalone;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The processes of {@code docker-compose.yml}, started by hand with the variables that stand there. Host names of the
 * compose network become ports of this machine, container folders become folders of the test; nothing else is changed.
 */
final class Apart implements AutoCloseable {
    private static final List<String> SERVICES =
            List.of("ingestion", "embedding", "retrieval", "reranking", "relevance", "inference", "gateway");
    private final Map<String, Integer> ports = new HashMap<>();
    private final Map<String, Launched> processes = new LinkedHashMap<>();

    static Apart start(Path folder) throws Exception {
        Apart apart = new Apart();
        try {
            apart.launch(folder);
            return apart;
        } catch (Exception | AssertionError e) {
            apart.close();
            throw e;
        }
    }

    private void launch(Path folder) throws Exception {
        ports.put("kafka", Launched.freePort());
        for (String service : SERVICES) {
            ports.put(service, Launched.freePort());
        }
        processes.put(
                "kafka",
                Launched.start(
                        Map.of("VICINAL_JAVA_OPTS", "-Xmx512m"),
                        folder.resolve("kafka.log"),
                        "run",
                        "kafka",
                        "--port",
                        "" + port("kafka"),
                        "--data",
                        folder.resolve("kafka").toString()));
        for (String service : SERVICES) {
            processes.put(
                    service,
                    Launched.start(environment(service, folder), folder.resolve(service + ".log"), "run", service));
        }
        for (String service : SERVICES) {
            Api health = new Api(port(service));
            Launched process = process(service);
            Api.await(Duration.ofSeconds(90), () -> {
                if (!process.isAlive()) {
                    throw new AssertionError(service + " ended early: " + process.output());
                }
                return health.json("GET", "/actuator/health/readiness", "").status() == 200;
            });
        }
    }

    /** A second node that holds every shard, in a replica set of its own. */
    void launchReplica(Path folder, String replicaSet) throws Exception {
        String name = "retrieval-" + replicaSet;
        ports.put(name, Launched.freePort());
        Map<String, String> environment = environment("retrieval", folder);
        environment.put("SERVER_PORT", "" + port(name));
        environment.put("VICINAL_NODE_ID", name);
        environment.put("VICINAL_RETRIEVAL_ADVERTISED", "127.0.0.1:" + port(name));
        environment.put("VICINAL_RETRIEVAL_REPLICA_SET", replicaSet);
        environment.put("VICINAL_RETRIEVAL_DATA", folder.resolve(name).toString());
        processes.put(name, Launched.start(environment, folder.resolve(name + ".log"), "run", "retrieval"));
        Api health = new Api(port(name));
        Api.await(
                Duration.ofSeconds(90),
                () -> health.json("GET", "/actuator/health/readiness", "").status() == 200);
    }

    private Map<String, String> environment(String service, Path folder) throws IOException {
        Map<String, String> environment = new HashMap<>(ComposeFile.environment(service));
        environment.replaceAll((name, value) -> {
            String here = value.replace("kafka:19092", "127.0.0.1:" + port("kafka"))
                    .replace("/var/lib/vicinal", folder.resolve(service).toString());
            for (String other : SERVICES) {
                here = here.replaceAll("\\b" + other + ":8080\\b", "127.0.0.1:" + port(other));
            }
            return here;
        });
        environment.put("SERVER_PORT", "" + port(service));
        environment.put("VICINAL_JAVA_OPTS", "-Xmx512m");
        return environment;
    }

    Api api() {
        return new Api(port("gateway"));
    }

    int port(String service) {
        return ports.get(service);
    }

    Launched process(String service) {
        return processes.get(service);
    }

    /** The services all at once, the broker when no one needs it any more. */
    @Override
    public void close() throws InterruptedException {
        processes.forEach((name, process) -> {
            if (!name.equals("kafka")) {
                process.beginToStop();
            }
        });
        for (Launched process : processes.values().stream().toList().reversed()) {
            process.close();
        }
    }
}
