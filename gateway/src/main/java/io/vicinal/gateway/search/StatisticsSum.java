package io.vicinal.gateway.search;

import io.vicinal.contracts.search.LexicalStatistics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The statistics of a collection are the sums of its shards': every passage is in exactly one. */
final class StatisticsSum {

    static Optional<LexicalStatistics> of(List<LexicalStatistics> shards) {
        if (shards.isEmpty()) {
            return Optional.empty();
        }
        long passages = 0;
        long tokens = 0;
        Map<String, Long> documentFrequency = new HashMap<>();
        long piecePassages = 0;
        Map<Integer, Long> pieceFrequency = new HashMap<>();
        for (LexicalStatistics shard : shards) {
            passages += shard.passages();
            tokens += shard.tokens();
            shard.documentFrequency().forEach((term, count) -> documentFrequency.merge(term, count, Long::sum));
            piecePassages += shard.piecePassages();
            shard.pieceFrequency().forEach((piece, count) -> pieceFrequency.merge(piece, count, Long::sum));
        }
        return Optional.of(new LexicalStatistics(passages, tokens, documentFrequency, piecePassages, pieceFrequency));
    }

    private StatisticsSum() {}
}
