package io.vicinal.kafka.stage;

/**
 * How a stage works.
 *
 * @param name of its metrics and its thread
 * @param group of the consumer group {@code vicinal.<group>} and the transactional id {@code vicinal.<group>.<node id>}
 * @param windowRecords how many records may be in work at once
 * @param windowBytes how many bytes of keys and values may be in work at once; one record may be larger
 * @param attempts how often a record is tried whose processing fails without a problem of its own
 * @param startsWhereToldOnly whether the group's offsets were set before the stage first ran: where one is missing it fails,
 *     and does not begin at the beginning
 */
public record StageSettings(
        String name, String group, int windowRecords, long windowBytes, int attempts, boolean startsWhereToldOnly) {

    /** One whose group has its name, and begins at the beginning. */
    public StageSettings(String name, int windowRecords, long windowBytes, int attempts) {
        this(name, name, windowRecords, windowBytes, attempts, false);
    }

    public static StageSettings of(String name) {
        return new StageSettings(name, 512, 32L << 20, 5);
    }

    public StageSettings named(String other) {
        return new StageSettings(other, windowRecords, windowBytes, attempts);
    }

    /** The same in a group that has its offsets. */
    public StageSettings startingAt(String itsGroup) {
        return new StageSettings(name, itsGroup, windowRecords, windowBytes, attempts, true);
    }

    String groupId() {
        return "vicinal." + group;
    }

    String transactionalId(String nodeId) {
        return "vicinal." + group + '.' + nodeId;
    }
}
