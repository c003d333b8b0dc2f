package io.vicinal.retrieval.shard;

import io.vicinal.contracts.document.Document;
import io.vicinal.contracts.json.Json;
import io.vicinal.contracts.search.RetrievalApi.StoredPassage;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BitSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

/** What a shard keeps of documents to be read back. */
public final class StoredDocuments {
    private static final TypeReference<Map<String, Object>> FIELDS = new TypeReference<>() {};

    /** A passage by its number in this searcher, or null where there is none. */
    public static @Nullable StoredPassage passage(IndexSearcher searcher, int doc) throws IOException {
        List<LeafReaderContext> segments = searcher.getIndexReader().leaves();
        if (doc < 0 || doc >= searcher.getIndexReader().maxDoc()) {
            return null;
        }
        LeafReaderContext segment = segments.get(ReaderUtil.subIndex(doc, segments));
        BitSet parents = IndexFields.parents().getBitSet(segment);
        if (parents == null || parents.get(doc - segment.docBase)) {
            return null;
        }
        StoredFields stored = segment.reader().storedFields();
        org.apache.lucene.document.Document passage = stored.document(doc - segment.docBase);
        StoredHead document = StoredHead.read(stored, parents.nextSetBit(doc - segment.docBase));
        return new StoredPassage(
                document.id(),
                number(passage, IndexFields.ORDINAL),
                document.title(),
                passage.get(IndexFields.TEXT),
                number(passage, IndexFields.START),
                number(passage, IndexFields.END),
                fields(document.fields()),
                null,
                null,
                null);
    }

    /** A document as it was sent, but for a vector of its own; whether it has expired is the caller's to see. */
    public static Optional<Document> document(IndexSearcher searcher, String id) throws IOException {
        ScoreDoc[] found = searcher.search(
                        new BooleanQuery.Builder()
                                .add(new TermQuery(IndexFields.id(id)), Occur.FILTER)
                                .add(IndexFields.documents(), Occur.FILTER)
                                .build(),
                        1)
                .scoreDocs;
        if (found.length == 0) {
            return Optional.empty();
        }
        org.apache.lucene.document.Document document = searcher.storedFields()
                .document(found[0].doc, Set.of(IndexFields.TITLE, IndexFields.FIELDS, IndexFields.TEXT));
        Instant expiresAt = DocumentExpiry.of(searcher, found[0].doc);
        Map<String, Object> fields = fields(document.getBinaryValue(IndexFields.FIELDS).bytes);
        return Optional.of(new Document(
                id,
                document.get(IndexFields.TITLE),
                document.get(IndexFields.TEXT),
                fields.isEmpty() ? null : fields,
                null,
                expiresAt == null ? null : expiresAt.toString()));
    }

    private static Map<String, Object> fields(byte[] json) {
        return Json.mapper().readValue(json, FIELDS);
    }

    private static int number(org.apache.lucene.document.Document document, String field) {
        return document.getField(field).numericValue().intValue();
    }

    private StoredDocuments() {}
}
