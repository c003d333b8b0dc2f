package io.vicinal.retrieval.shard;

import io.vicinal.retrieval.filter.DocumentId;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.join.BitSetProducer;
import org.apache.lucene.search.join.QueryBitSetProducer;

/**
 * The fields of a shard's index. A document is a block: its passages in order, then the document itself. Every member has
 * the document's id; vector and lexical field are the passages' alone, title, fields and text are stored with the
 * document alone, since a passage's document is the next one of its kind in the index.
 */
public final class IndexFields {
    /** The document's id: a term on the whole block, a doc value on passages, stored with the document. */
    public static final String ID = DocumentId.INDEXED;

    public static final String VECTOR = "vector";
    /** Stored with a passage: its place among the document's, and its characters in the document's text. */
    public static final String ORDINAL = "ordinal";

    public static final String START = "start";
    public static final String END = "end";
    /** Stored with a passage: its own text; with a document: the whole. */
    public static final String TEXT = "text";
    /** Stored with the document, before its text, so that they are read without it. */
    public static final String TITLE = "title";

    public static final String FIELDS = "fields";

    static final String KIND = "_kind";
    static final String DOCUMENT = "document";

    private static final Query DOCUMENTS = new TermQuery(new Term(KIND, DOCUMENT));
    private static final BitSetProducer PARENTS = new QueryBitSetProducer(DOCUMENTS);

    /** Matches the documents, not their passages. */
    public static Query documents() {
        return DOCUMENTS;
    }

    /** Where blocks end; the bits are kept as long as their segment is open. */
    public static BitSetProducer parents() {
        return PARENTS;
    }

    static Term id(String documentId) {
        return new Term(ID, documentId);
    }

    private IndexFields() {}
}
