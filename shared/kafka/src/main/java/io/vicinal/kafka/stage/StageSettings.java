package io.vicinal.kafka.stage;

/**
 * How a stage works.
 *
 * @param name of the consumer group {@code vicinal.<name>} and the transactional id {@code vicinal.<name>.<node id>}
 * @param windowRecords how many records may be in work at once
 * @param windowBytes how many bytes of keys and values may be in work at once; one record may be larger
 * @param attempts how often a record is tried whose processing fails without a problem of its own
 */
public record StageSettings(String name, int windowRecords, long windowBytes, int attempts) {

    public static StageSettings of(String name) {
        return new StageSettings(name, 512, 32L << 20, 5);
    }

    public StageSettings named(String other) {
        return new StageSettings(other, windowRecords, windowBytes, attempts);
    }

    String groupId() {
        return "vicinal." + name;
    }

    String transactionalId(String nodeId) {
        return "vicinal." + name + '.' + nodeId;
    }
}
