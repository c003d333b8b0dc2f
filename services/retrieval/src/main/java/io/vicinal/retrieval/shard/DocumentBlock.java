package io.vicinal.retrieval.shard;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.embedding.EmbeddedDocument;
import io.vicinal.contracts.embedding.EmbeddedDocument.EmbeddedPassage;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.json.Json;
import io.vicinal.retrieval.filter.DeclaredField;
import io.vicinal.retrieval.lateinteraction.TokenColumn;
import io.vicinal.retrieval.lexical.LexicalField;
import io.vicinal.retrieval.sparse.SparseField;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field.Store;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/** An embedded document as the Lucene documents of its block. */
final class DocumentBlock {
    /** How far a vector's squared length may be from 1; rounding stays a thousand times below it. */
    private static final double UNIT_TOLERANCE = 0.01;

    /** @throws io.vicinal.contracts.error.ProblemException where the record does not fit the collection */
    static List<Document> of(EmbeddedDocument document, Collection collection) {
        check(document);
        List<Document> block = new ArrayList<>(document.passages().size() + 1);
        for (EmbeddedPassage passage : document.passages()) {
            block.add(passage(document, passage, block.size(), collection));
        }
        Document parent = member(document, collection);
        parent.add(new StoredField(IndexFields.ID, document.id()));
        parent.add(new StringField(IndexFields.KIND, IndexFields.DOCUMENT, Store.NO));
        if (document.title() != null) {
            parent.add(new StoredField(IndexFields.TITLE, document.title()));
        }
        parent.add(new StoredField(IndexFields.FIELDS, Json.mapper().writeValueAsBytes(document.fields())));
        parent.add(new StoredField(IndexFields.TEXT, document.text()));
        block.add(parent);
        return block;
    }

    private static Document passage(
            EmbeddedDocument document, EmbeddedPassage passage, int ordinal, Collection collection) {
        if (passage.start() < 0
                || passage.start() > passage.end()
                || passage.end() > document.text().length()) {
            throw ProblemType.INVALID_VALUE.exception("passages", "passage " + ordinal + " is not within the text");
        }
        String text = document.text().substring(passage.start(), passage.end());
        Document member = member(document, collection);
        member.add(new BinaryDocValuesField(IndexFields.ID, new BytesRef(document.id())));
        member.add(new KnnFloatVectorField(
                IndexFields.VECTOR,
                vector(passage.vector(), ordinal, collection.dimensions()),
                VectorSimilarityFunction.DOT_PRODUCT));
        LexicalField.add(document.title(), text, collection.titleWeight(), member);
        TokenColumn.index(passage, ordinal, collection, member);
        SparseField.index(passage, collection, member);
        SampleField.index(document.id(), ordinal, member);
        member.add(new StoredField(IndexFields.ORDINAL, ordinal));
        member.add(new StoredField(IndexFields.START, passage.start()));
        member.add(new StoredField(IndexFields.END, passage.end()));
        member.add(new StoredField(IndexFields.TEXT, text));
        return member;
    }

    private static Document member(EmbeddedDocument document, Collection collection) {
        Document member = new Document();
        member.add(new StringField(IndexFields.ID, document.id(), Store.NO));
        DeclaredField.index(document.fields(), collection.fields(), member);
        return member;
    }

    private static float[] vector(float[] vector, int ordinal, int dimensions) {
        if (Objects.requireNonNull(vector).length != dimensions) {
            throw ProblemType.WRONG_DIMENSIONS.exception(
                    "passages",
                    "the vector of passage " + ordinal + " has " + vector.length + " dimensions, the collection "
                            + dimensions);
        }
        double square = 0;
        for (float component : vector) {
            square += (double) component * component;
        }
        if (!(Math.abs(square - 1) <= UNIT_TOLERANCE)) {
            throw ProblemType.INVALID_VALUE.exception(
                    "passages", "the vector of passage " + ordinal + " is not L2-normalised");
        }
        return vector;
    }

    /** Records come from JSON, where any component may be missing whatever its type says. */
    private static void check(EmbeddedDocument document) {
        require(document.id(), "id");
        require(document.text(), "text");
        require(document.fields(), "fields");
        require(document.passages(), "passages");
        if (document.passages().isEmpty()) {
            throw ProblemType.MISSING_VALUE.exception("passages", "an embedded document has at least one passage");
        }
        for (EmbeddedPassage passage : document.passages()) {
            require(passage, "passages");
            require(passage.vector(), "passages");
        }
    }

    private static void require(@Nullable Object value, String name) {
        if (value == null) {
            throw ProblemType.MISSING_VALUE.exception(name, "an embedded document has " + name);
        }
    }

    private DocumentBlock() {}
}
