package io.vicinal.retrieval.shard;

import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field.Store;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;

/**
 * Which documents partition a document came from, on every member of its block: a deletion by filter deletes what stood
 * before it in its own partition, and nothing of another.
 */
final class DocumentSource {
    private static final String FIELD = "_source";

    static void index(Document member, int documentsPartition) {
        member.add(new StringField(FIELD, Integer.toString(documentsPartition), Store.NO));
    }

    static Query from(int documentsPartition) {
        return new TermQuery(new Term(FIELD, Integer.toString(documentsPartition)));
    }

    private DocumentSource() {}
}
