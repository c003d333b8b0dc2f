package io.vicinal.retrieval.query;

import io.vicinal.contracts.document.Document;
import io.vicinal.contracts.search.LexicalStatistics;
import io.vicinal.contracts.search.RetrievalApi.Candidate;
import io.vicinal.contracts.search.RetrievalApi.CandidateQuery;
import io.vicinal.contracts.search.RetrievalApi.DocumentQuery;
import io.vicinal.contracts.search.RetrievalApi.PassageQuery;
import io.vicinal.contracts.search.RetrievalApi.ShardCandidates;
import io.vicinal.contracts.search.RetrievalApi.StatisticsQuery;
import io.vicinal.contracts.search.RetrievalApi.StoredPassage;
import io.vicinal.retrieval.candidates.CandidateSearch;
import io.vicinal.retrieval.candidates.LexicalQuery;
import io.vicinal.retrieval.recall.RecallMonitor;
import io.vicinal.retrieval.shard.Shard;
import io.vicinal.retrieval.shard.Shards;
import io.vicinal.retrieval.shard.Snapshot;
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
    private final RecallMonitor recall;

    ShardQueries(Shards shards, RecallMonitor recall) {
        this.shards = shards;
        this.recall = recall;
    }

    LexicalStatistics statistics(StatisticsQuery query) throws IOException {
        try (Snapshot snapshot = shards.serving(query.shard()).snapshot()) {
            return LexicalQuery.statistics(Objects.requireNonNullElse(query.query(), ""), snapshot.searcher());
        }
    }

    ShardCandidates candidates(CandidateQuery query) throws IOException {
        Shard shard = shards.serving(query.shard());
        long behind = shard.behind();
        try (Snapshot snapshot = shard.snapshot()) {
            List<Candidate> candidates =
                    CandidateSearch.search(query, shard.collection(), snapshot.searcher(), recall.effort(shard));
            recall.offer(shard, query);
            return new ShardCandidates(snapshot.number(), behind, candidates);
        }
    }

    /** Null for those that are not there, and for all when the snapshot has gone. */
    List<StoredPassage> passages(PassageQuery query) throws IOException {
        try (Snapshot snapshot = shards.serving(query.shard()).snapshot(query.snapshot())) {
            if (snapshot == null) {
                return Collections.nCopies(query.docs().size(), null);
            }
            List<StoredPassage> passages = new ArrayList<>(query.docs().size());
            for (int doc : query.docs()) {
                passages.add(StoredDocuments.passage(snapshot.searcher(), doc));
            }
            return passages;
        }
    }

    @Nullable
    Document document(DocumentQuery query) throws IOException {
        try (Snapshot snapshot = shards.serving(query.shard()).snapshot()) {
            return StoredDocuments.document(snapshot.searcher(), query.id()).orElse(null);
        }
    }
}
