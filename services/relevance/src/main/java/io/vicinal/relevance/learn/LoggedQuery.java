package io.vicinal.relevance.learn;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.relevance.JudgedQuery;
import io.vicinal.contracts.relevance.RelevanceApi;
import io.vicinal.relevance.features.ListFeatures;
import java.time.Instant;
import java.util.List;

/**
 * A query of the log, as small as it can be kept.
 *
 * @param offset on the log
 * @param documents {@code long[hits]}: 64-bit hashes of their ids
 * @param shown {@code boolean[hits]}: whether it was above the threshold then
 * @param features names of the columns of {@code values}
 * @param values {@code float[hits × features]}
 */
record LoggedQuery(
        long offset,
        String queryId,
        String collection,
        int version,
        Instant createdAt,
        long[] documents,
        boolean[] shown,
        List<String> features,
        float[] values) {

    private static final int OVERHEAD = 300;
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    /** @throws io.vicinal.contracts.error.ProblemException where its parts do not fit together */
    static LoggedQuery of(long offset, JudgedQuery query) {
        if (query.queryId() == null
                || query.collection() == null
                || query.createdAt() == null
                || query.documentIds() == null
                || query.features() == null
                || query.features().isEmpty()
                || query.values() == null
                || query.relevance() == null) {
            throw ProblemType.MISSING_VALUE.exception(null, "A part of the judged query is missing.");
        }
        int hits = query.documentIds().size();
        if (hits > RelevanceApi.LIST
                || query.relevance().length != hits
                || query.values().length != hits * query.features().size()) {
            throw ProblemType.INVALID_VALUE.exception(
                    "values", "The parts of the judged query are not of as many hits, or of more than it may have.");
        }
        boolean[] shown = new boolean[hits];
        for (int i = 0; i < hits; i++) {
            shown[i] = query.relevance()[i] >= query.threshold();
        }
        return new LoggedQuery(
                offset,
                query.queryId(),
                query.collection(),
                query.version(),
                query.createdAt(),
                query.documentIds().stream().mapToLong(LoggedQuery::hash).toArray(),
                shown,
                query.features(),
                query.values());
    }

    boolean isOf(Collection other) {
        return collection.equals(other.name()) && version == other.version() && createdAt.equals(other.createdAt());
    }

    int hits() {
        return documents.length;
    }

    /** Its place in the list, from 0; -1 where it is not among the hits. */
    int placeOf(String documentId) {
        long hash = hash(documentId);
        for (int i = 0; i < documents.length; i++) {
            if (documents[i] == hash) {
                return i;
            }
        }
        return -1;
    }

    ListFeatures listFeatures() {
        return ListFeatures.of(features, values);
    }

    long bytes() {
        return OVERHEAD + queryId.length() + documents.length * 9L + values.length * 4L;
    }

    /** FNV-1a. */
    static long hash(String text) {
        long hash = FNV_OFFSET;
        for (byte b : text.getBytes(UTF_8)) {
            hash = (hash ^ (b & 0xff)) * FNV_PRIME;
        }
        return hash;
    }
}
