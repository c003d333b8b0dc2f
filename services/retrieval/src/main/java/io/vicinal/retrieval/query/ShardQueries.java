package io.vicinal.retrieval.query;

import io.vicinal.contracts.document.Document;
import io.vicinal.contracts.search.LexicalStatistics;
import io.vicinal.contracts.search.RetrievalApi.CandidateQuery;
import io.vicinal.contracts.search.RetrievalApi.DocumentQuery;
import io.vicinal.contracts.search.RetrievalApi.PassageQuery;
import io.vicinal.contracts.search.RetrievalApi.ShardCandidates;
import io.vicinal.contracts.search.RetrievalApi.StatisticsQuery;
import io.vicinal.contracts.search.RetrievalApi.StoredPassage;
import io.vicinal.retrieval.candidates.CandidateSearch;
import io.vicinal.retrieval.candidates.LexicalQuery;
import io.vicinal.retrieval.shard.PointInTime;
import io.vicinal.retrieval.shard.Shard;
import io.vicinal.retrieval.shard.Shards;
import io.vicinal.retrieval.shard.StoredDocuments;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The questions of {@link io.vicinal.contracts.search.RetrievalApi} put to an open shard, on the calling thread. */
final class ShardQueries {
    private final Shards shards;

    ShardQueries(Shards shards) {
        this.shards = shards;
    }

    LexicalStatistics statistics(StatisticsQuery query) throws IOException {
        try (PointInTime at = shards.serving(query.shard()).pointInTime()) {
            return LexicalQuery.statistics(Objects.requireNonNullElse(query.query(), ""), at.searcher());
        }
    }

    ShardCandidates candidates(CandidateQuery query) throws IOException {
        Shard shard = shards.serving(query.shard());
        long behind = shard.behind();
        try (PointInTime at = shard.pointInTime()) {
            return new ShardCandidates(
                    at.number(), behind, CandidateSearch.search(query, shard.collection(), at.searcher()));
        }
    }

    /** Null for those that are not there, and for all when that point in time has gone. */
    List<StoredPassage> passages(PassageQuery query) throws IOException {
        try (PointInTime at = shards.serving(query.shard()).pointInTime(query.pointInTime())) {
            if (at == null) {
                return Collections.nCopies(query.docs().size(), null);
            }
            List<StoredPassage> passages = new ArrayList<>(query.docs().size());
            for (int doc : query.docs()) {
                passages.add(StoredDocuments.passage(at.searcher(), doc));
            }
            return passages;
        }
    }

    @Nullable
    Document document(DocumentQuery query) throws IOException {
        try (PointInTime at = shards.serving(query.shard()).pointInTime()) {
            return StoredDocuments.document(at.searcher(), query.id()).orElse(null);
        }
    }
}
