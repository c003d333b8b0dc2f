package io.vicinal.contracts.search;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.vicinal.contracts.json.PackedVector;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonSerialize;

/**
 * How frequent a query's terms are in the whole collection and where its vectors lie, so that the scores of all shards
 * compare; the sum, or mean, over the shards.
 *
 * @param passages that have the lexical field
 * @param tokens in them, {@code sumTotalTermFreq}
 * @param documentFrequency each analysed query term to the number of passages that hold it
 * @param piecePassages that have token vectors
 * @param pieceFrequency each word piece of the query to the number of passages that hold it
 * @param center {@code float[dimensions]}, the mean of the passages' vectors; null where it was not asked for
 */
@JsonInclude(Include.NON_NULL)
@SuppressWarnings("ArrayRecordComponent") // never compared
public record LexicalStatistics(
        long passages,
        long tokens,
        Map<String, Long> documentFrequency,
        long piecePassages,
        Map<Integer, Long> pieceFrequency,

        @JsonSerialize(using = PackedVector.Writer.class) @JsonDeserialize(using = PackedVector.Reader.class)
        float @Nullable [] center) {

    /** Without a center. */
    public LexicalStatistics(
            long passages,
            long tokens,
            Map<String, Long> documentFrequency,
            long piecePassages,
            Map<Integer, Long> pieceFrequency) {
        this(passages, tokens, documentFrequency, piecePassages, pieceFrequency, null);
    }

    /** The same with one. */
    public LexicalStatistics with(float @Nullable [] itsCenter) {
        return new LexicalStatistics(passages, tokens, documentFrequency, piecePassages, pieceFrequency, itsCenter);
    }
}
