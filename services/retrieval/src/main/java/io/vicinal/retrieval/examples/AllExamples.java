package io.vicinal.retrieval.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.search.ExampleQuery;
import io.vicinal.contracts.search.ExampleQuery.Example;
import io.vicinal.retrieval.filter.FieldColumn;
import io.vicinal.retrieval.shard.IndexFields;
import io.vicinal.retrieval.shard.PassageVectors;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.BitSet;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.StringHelper;
import org.jspecify.annotations.Nullable;

/** The examples of a shard, in the order of the index. */
public final class AllExamples {

    /** @param last where the next page begins; null where there is none */
    public record Page(List<Example> examples, @Nullable Integer last) {}

    private final ExampleQuery asked;
    private final FieldColumn field;
    private final long greatestHash;
    private final List<Example> page = new ArrayList<>();
    private @Nullable Integer last;

    private AllExamples(ExampleQuery asked, FieldColumn field) {
        this.asked = asked;
        this.field = field;
        this.greatestHash = (long) (Long.MIN_VALUE + asked.share() * 0x1p64); // saturates at the largest
    }

    /**
     * @param now what has expired by then is no example
     * @throws io.vicinal.contracts.error.ProblemException where the query is over its limits or does not fit the collection
     */
    public static Page page(ExampleQuery asked, Collection collection, IndexSearcher shard, Instant now)
            throws IOException {
        check(asked);
        AllExamples all = new AllExamples(asked, FieldColumn.of(asked.field(), collection.fields()));
        Query documents = new BooleanQuery.Builder()
                .add(ExampleFilter.of(asked.field(), asked.filter(), collection, shard, now), Occur.FILTER)
                .add(IndexFields.documents(), Occur.FILTER)
                .build();
        Weight weight = shard.createWeight(shard.rewrite(documents), ScoreMode.COMPLETE_NO_SCORES, 1);
        for (LeafReaderContext segment : shard.getIndexReader().leaves()) {
            all.read(weight, segment);
        }
        return new Page(all.page, all.last);
    }

    private void read(Weight weight, LeafReaderContext segment) throws IOException {
        int after = Objects.requireNonNullElse(asked.after(), -1) - segment.docBase;
        Scorer scorer = last != null || after >= segment.reader().maxDoc() ? null : weight.scorer(segment);
        BitSet parents = IndexFields.parents().getBitSet(segment);
        if (scorer == null || parents == null) {
            return;
        }
        FieldReader values = new FieldReader(field, segment.reader());
        StoredFields texts =
                Boolean.TRUE.equals(asked.withText()) ? segment.reader().storedFields() : null;
        Bits live = segment.reader().getLiveDocs(); // a scorer matches deleted documents too
        BinaryDocValues ids = segment.reader().getBinaryDocValues(IndexFields.ID);
        DocIdSetIterator documents = scorer.iterator();
        int document = documents.advance(Math.max(0, after + 1));
        while (document != DocIdSetIterator.NO_MORE_DOCS) {
            int first = document == 0 ? 0 : parents.prevSetBit(document - 1) + 1;
            if ((live == null || live.get(document)) && first < document && ids.advanceExact(first)) {
                String id = ids.binaryValue().utf8ToString();
                if (isWanted(id)) {
                    String text = texts == null
                            ? null
                            : texts.document(first, Set.of(IndexFields.TEXT)).get(IndexFields.TEXT);
                    page.add(new Example(id, text, PassageVectors.mean(segment, first, document), values.of(document)));
                    if (page.size() == asked.count()) {
                        last = document + segment.docBase;
                        return;
                    }
                }
            }
            document = documents.nextDoc();
        }
    }

    private boolean isWanted(String id) {
        if (asked.share() >= 1) {
            return true;
        }
        byte[] bytes = id.getBytes(UTF_8);
        return StringHelper.murmurhash3_x64_128(bytes, 0, bytes.length, 0)[0] <= greatestHash;
    }

    private static void check(ExampleQuery asked) {
        if (asked.count() < 1 || asked.count() > ExampleQuery.MAX_COUNT) {
            throw ProblemType.INVALID_VALUE.exception(
                    "count", "count must be from 1 to " + ExampleQuery.MAX_COUNT + ", not " + asked.count() + ".");
        }
        if (!(asked.share() > 0 && asked.share() <= 1)) {
            throw ProblemType.INVALID_VALUE.exception(
                    "share", "share must be above 0 and at most 1, not " + asked.share() + ".");
        }
    }
}
