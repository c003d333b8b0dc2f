package io.vicinal.contracts.topic;

/**
 * Headers that our records carry, all in UTF-8 text so that {@code kcat} reads them.
 *
 * <p>On a passages topic, every record names the offset of the document it came from; a record with an empty key and no
 * value says only that the documents partition has been worked through up to there (its document was refused).
 */
public final class RecordHeaders {
    /** The offset, in the documents partition, that led to this record. */
    public static final String SOURCE_OFFSET = "vicinal_source_offset";
    /** Which documents partition that is; missing, it is the one of the record's own number. */
    public static final String SOURCE_PARTITION = "vicinal_source_partition";
    /** What a record is that is no document: {@link #DELETE_MATCHING}. */
    public static final String RECORD = "vicinal_record";
    /** Deletes every document before it in its partition of the documents topic that matches its filter. */
    public static final String DELETE_MATCHING = "delete-matching";
    /** On a dead letter: where the record came from, what kind of error, and a sentence. */
    public static final String ERROR_TOPIC = "vicinal_error_topic";

    public static final String ERROR_PARTITION = "vicinal_error_partition";
    public static final String ERROR_OFFSET = "vicinal_error_offset";
    public static final String ERROR_TYPE = "vicinal_error_type";
    public static final String ERROR_DETAIL = "vicinal_error_detail";

    public static final String CE_ID = "ce_id";
    public static final String CE_TYPE = "ce_type";
    public static final String CE_SOURCE = "ce_source";
    public static final String CE_TIME = "ce_time";
    public static final String CE_SPECVERSION = "ce_specversion";
    public static final String TRACEPARENT = "traceparent";

    private RecordHeaders() {}
}
