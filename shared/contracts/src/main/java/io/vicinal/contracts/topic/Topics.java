package io.vicinal.contracts.topic;

import io.vicinal.contracts.collection.Collection;

/** The names of the topics. */
public final class Topics {
    /** Collection and field to what was learned of it. */
    public static final String CLASSIFIERS = "vicinal.classifiers";

    public static final String COLLECTIONS = "vicinal.collections";
    public static final String DEAD_LETTERS = "vicinal.dead-letters";
    /** Query id to what someone says of its hits. */
    public static final String FEEDBACK = "vicinal.feedback";
    /** Query id to what was judged of its hits: what feedback is matched with. */
    public static final String JUDGED_QUERIES = "vicinal.judged-queries";
    /** Collection to what was learned for it. */
    public static final String RELEVANCE_MODELS = "vicinal.relevance-models";

    /** What the names of all our topics begin with. */
    public static final String PREFIX = "vicinal.";

    private static final String DOCUMENTS = "vicinal.documents.";
    private static final String PASSAGES = "vicinal.passages.";
    private static final String CLASSIFIED = "vicinal.classified.";

    /** The source of truth of a collection: document id to document. */
    public static String documents(String collection) {
        return DOCUMENTS + collection;
    }

    /** Document id to embedded document, of one version of a collection. */
    public static String passages(String collection, int version) {
        return PASSAGES + collection + ".v" + version;
    }

    public static String passages(Collection collection) {
        return passages(collection.name(), collection.version());
    }

    /** Document id to its label, where a collection that classifies on ingest names no other topic. */
    public static String classified(String collection) {
        return CLASSIFIED + collection;
    }

    /** The collection of a documents topic. */
    public static String collectionOf(String documentsTopic) {
        if (!documentsTopic.startsWith(DOCUMENTS)) {
            throw new IllegalArgumentException(documentsTopic + " is not a documents topic");
        }
        return documentsTopic.substring(DOCUMENTS.length());
    }

    private Topics() {}
}
