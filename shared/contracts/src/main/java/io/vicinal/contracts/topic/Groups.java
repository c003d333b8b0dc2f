package io.vicinal.contracts.topic;

/** The names of consumer groups that more than one service knows. */
public final class Groups {
    private static final String PREFIX = "vicinal.";
    private static final String EMBEDDING = "embedding";

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

    private Groups() {}
}
