package io.vicinal.retrieval.shard;

import java.io.IOException;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.StoredFieldVisitor;
import org.apache.lucene.index.StoredFields;
import org.jspecify.annotations.Nullable;

/** A document's id, title and fields; its text, stored after them, is not decompressed for a passage to be shown. */
record StoredHead(String id, @Nullable String title, byte[] fields) {

    static StoredHead read(StoredFields stored, int document) throws IOException {
        Reading reading = new Reading();
        stored.document(document, reading);
        return new StoredHead(reading.id, reading.title, reading.fields);
    }

    private static final class Reading extends StoredFieldVisitor {
        private String id = "";
        private @Nullable String title;
        private byte[] fields = {'{', '}'};

        @Override
        public Status needsField(FieldInfo field) {
            return switch (field.name) {
                case IndexFields.ID, IndexFields.TITLE, IndexFields.FIELDS -> Status.YES;
                case IndexFields.TEXT -> Status.STOP;
                default -> Status.NO;
            };
        }

        @Override
        public void stringField(FieldInfo field, String value) {
            if (field.name.equals(IndexFields.ID)) {
                id = value;
            } else {
                title = value;
            }
        }

        @Override
        public void binaryField(FieldInfo field, byte[] value) {
            fields = value;
        }
    }
}
