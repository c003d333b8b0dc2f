package io.vicinal.contracts.document;

/** The bounds of a document, wherever it comes from. They are part of the contract and therefore constants. */
public final class DocumentLimits {
    /** Bytes of UTF-8 in a document's id. */
    public static final int ID_BYTES = 512;
    /** Bytes of UTF-8 in a document's text: 8 MiB. */
    public static final int TEXT_BYTES = 8 << 20;
    /** Bytes of UTF-8 in a document's title. */
    public static final int TITLE_BYTES = 4096;
    /** Bytes of UTF-8 in one keyword value (Lucene's own limit on a term is 32,766). */
    public static final int KEYWORD_BYTES = 8191;
    /** Values of one field. */
    public static final int FIELD_VALUES = 1024;
    /** Bytes of one document as JSON; the largest text, wholly escaped, stays below it. */
    public static final int DOCUMENT_BYTES = 56 << 20;
    /** Bytes of one record on a topic, set on every topic we create. */
    public static final int RECORD_BYTES = 64 << 20;

    private DocumentLimits() {}
}
