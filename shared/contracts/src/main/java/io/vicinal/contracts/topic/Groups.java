package io.vicinal.contracts.topic;

import java.time.Instant;

/** The names of consumer groups that more than one service knows. */
public final class Groups {
    private static final String PREFIX = "vicinal.";
    private static final String EMBEDDING = "embedding";
    private static final String ON_INGEST = "on-ingest.";

    /** Who of the relevance services learns: the one that is given the feedback. */
    public static final String LEARNING = PREFIX + "learning";

    /** The stage that embeds documents for the versions of that number: the first has the name from before there were others. */
    public static String embeddingStage(int version) {
        return version == 1 ? EMBEDDING : EMBEDDING + ".v" + version;
    }

    /** The group of that stage. */
    public static String embedding(int version) {
        return PREFIX + embeddingStage(version);
    }

    /** The stage that infers of new documents of a collection. */
    public static String onIngestStage(String collection) {
        return ON_INGEST + collection;
    }

    /** The group of that stage, less the prefix: another one each time it is switched on, which begins where that was. */
    public static String onIngestGroup(String collection, Instant since) {
        return onIngestStage(collection) + "." + since.toEpochMilli();
    }

    /** The group of that stage. */
    public static String onIngest(String collection, Instant since) {
        return PREFIX + onIngestGroup(collection, since);
    }

    private Groups() {}
}
