package io.vicinal.retrieval.background;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.embedding.ModelMeans;
import io.vicinal.contracts.search.Background;
import io.vicinal.contracts.search.RetrievalApi.CandidateQuery;
import io.vicinal.contracts.search.ShardId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.search.IndexSearcher;

/** The sample of each shard that was asked for one, gathered once for what its searcher shows. Thread-safe. */
public final class Backgrounds {
    private final ConcurrentMap<ShardId, Gathered> gathered = new ConcurrentHashMap<>();

    private record Gathered(IndexReader.CacheKey shows, BackgroundSample sample) {}

    /** @param shard its newest searcher, held open by the caller */
    public Background of(CandidateQuery query, IndexSearcher shard) throws IOException {
        return sample(query.shard(), shard).of(query.vector());
    }

    /**
     * Where the passages' vectors lie: what is subtracted before two of them are compared.
     *
     * @param shard as above
     * @return {@code float[dimensions]}
     */
    public float[] center(Collection collection, ShardId id, IndexSearcher shard) throws IOException {
        ModelMeans means = collection.means();
        return sample(id, shard).center(collection.dimensions(), means == null ? null : means.dense());
    }

    private BackgroundSample sample(ShardId id, IndexSearcher shard) throws IOException {
        try {
            return gathered.compute(id, (_, known) -> {
                        IndexReader.CacheHelper reader = shard.getIndexReader().getReaderCacheHelper();
                        return known != null && known.shows == reader.getKey() ? known : gather(id, shard, reader);
                    })
                    .sample;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Forgotten with its reader, unless another has taken its place. */
    private Gathered gather(ShardId id, IndexSearcher shard, IndexReader.CacheHelper reader) {
        try {
            Gathered now = new Gathered(reader.getKey(), BackgroundSample.of(shard));
            reader.addClosedListener(
                    closed -> gathered.computeIfPresent(id, (_, known) -> known.shows == closed ? null : known));
            return now;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
