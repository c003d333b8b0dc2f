package io.vicinal.broker;

import java.nio.file.Path;
import java.util.Properties;

/** The broker's configuration: one node, small, quick to start, durable against the death of the process. */
final class BrokerConfig {
    static final int NODE = 1;
    static final String CONTROLLER = "CONTROLLER";
    private static final String BROKER = "PLAINTEXT";
    /** The largest record of the platform and the framing around it. */
    private static final int MESSAGE_BYTES = 65 << 20;

    static Properties of(Path folder, String host, int port, String advertisedHost, int controllerPort) {
        Properties config = new Properties();
        listeners(config, host, port, advertisedHost, controllerPort);
        config.put("log.dirs", folder.toString());
        single(config);
        quick(config);
        small(config);
        config.put("auto.create.topics.enable", "false");
        config.put("message.max.bytes", Integer.toString(MESSAGE_BYTES));
        config.put("replica.fetch.max.bytes", Integer.toString(MESSAGE_BYTES));
        // A stage that was away for months goes on where it was.
        config.put("offsets.retention.minutes", Integer.toString(366 * 24 * 60));
        return config;
    }

    private static void listeners(Properties config, String host, int port, String advertisedHost, int controllerPort) {
        config.put("process.roles", "broker,controller");
        config.put("node.id", Integer.toString(NODE));
        // A static quorum keeps no address in the folder: the controller may have another port at each start.
        config.put("controller.quorum.voters", "%d@127.0.0.1:%d".formatted(NODE, controllerPort));
        config.put("controller.listener.names", CONTROLLER);
        config.put("inter.broker.listener.name", BROKER);
        config.put("listener.security.protocol.map", "%s:PLAINTEXT,%s:PLAINTEXT".formatted(BROKER, CONTROLLER));
        config.put(
                "listeners", "%s://%s:%d,%s://127.0.0.1:%d".formatted(BROKER, host, port, CONTROLLER, controllerPort));
        config.put("advertised.listeners", "%s://%s:%d".formatted(BROKER, advertisedHost, port));
    }

    private static void single(Properties config) {
        config.put("default.replication.factor", "1");
        config.put("min.insync.replicas", "1");
        for (String topic : new String[] {"offsets.topic", "transaction.state.log", "share.coordinator.state.topic"}) {
            config.put(topic + ".replication.factor", "1");
            config.put(topic + ".num.partitions", "1");
        }
        config.put("transaction.state.log.min.isr", "1");
        config.put("share.coordinator.state.topic.min.isr", "1");
    }

    private static void quick(Properties config) {
        config.put("group.initial.rebalance.delay.ms", "0");
        // After a kill the controller takes the dead broker for alive this long, and refuses the new one.
        config.put("broker.session.timeout.ms", "2000");
        config.put("broker.heartbeat.interval.ms", "200");
        config.put("initial.broker.registration.timeout.ms", "30000");
        config.put("controlled.shutdown.enable", "true");
    }

    private static void small(Properties config) {
        config.put("num.network.threads", "2");
        config.put("num.io.threads", "4");
        config.put("background.threads", "2");
        config.put("num.recovery.threads.per.data.dir", "2");
        config.put("log.cleaner.threads", "1");
        config.put("log.cleaner.dedupe.buffer.size", Integer.toString(8 << 20));
        config.put("log.cleaner.io.buffer.size", Integer.toString(256 << 10));
    }

    private BrokerConfig() {}
}
