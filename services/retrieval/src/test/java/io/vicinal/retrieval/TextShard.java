package io.vicinal.retrieval;

import io.vicinal.contracts.collection.Chunking;
import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.collection.VectorFormat;
import io.vicinal.contracts.embedding.EmbeddedDocument;
import io.vicinal.contracts.embedding.EmbeddedDocument.EmbeddedPassage;
import io.vicinal.contracts.search.Fuzziness;
import io.vicinal.contracts.search.GroupBy;
import io.vicinal.contracts.search.RetrievalApi.Candidate;
import io.vicinal.contracts.search.RetrievalApi.CandidateQuery;
import io.vicinal.retrieval.shard.Shard;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** A shard that is searched by words alone. What a test puts can be found at once. */
public final class TextShard implements AutoCloseable {
    private final ShardBench bench;
    private final Collection collection;
    public final Shard shard;
    private long offset;

    public TextShard(Path data, String language, int titleWeight) {
        bench = new ShardBench(data.resolve(language + titleWeight));
        collection = collection(language, titleWeight);
        try {
            shard = bench.open(collection);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Collection collection(String language, int titleWeight) {
        Collection c = ShardBench.collection(2, VectorFormat.INT8);
        return new Collection(
                "test",
                1,
                "model",
                2,
                1,
                Map.of(),
                new Chunking(512, 0),
                VectorFormat.INT8,
                false,
                c.tokenPooling(),
                c.tokenFormat(),
                language,
                titleWeight,
                null,
                null,
                Instant.EPOCH);
    }

    public Collection collection() {
        return collection;
    }

    public TextShard put(String id, String text) {
        return put(id, null, text);
    }

    /** One passage that is the whole text. */
    public TextShard put(String id, String title, String text) {
        try {
            shard.put(new EmbeddedDocument(
                    id, title, text, Map.of(), List.of(new EmbeddedPassage(0, text.length(), ShardBench.unit(1, 0)))));
            shard.advance(offset++, -1);
            shard.refresh();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public List<String> find(String query) {
        return find(query, Fuzziness.EXACT);
    }

    /** Ids of the documents that match, best first. */
    public List<String> find(String query, Fuzziness fuzziness) {
        return ShardBench.ids(candidates(query, fuzziness));
    }

    public List<Candidate> candidates(String query, Fuzziness fuzziness) {
        try {
            return ShardBench.search(
                            shard,
                            new CandidateQuery(
                                    shard.id(),
                                    query,
                                    fuzziness,
                                    null,
                                    null,
                                    1000,
                                    GroupBy.DOCUMENT,
                                    null,
                                    null,
                                    false))
                    .stream()
                    .sorted(Comparator.comparing(Candidate::lexical, Comparator.reverseOrder()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        shard.close();
        bench.close();
    }
}
