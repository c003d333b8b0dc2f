package io.vicinal.embedding.text;

/** One text of a request. */
public sealed interface Input {

    record Text(String value) implements Input {}

    /** A text that the caller has tokenized; the model's special tokens may be left out. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record TokenIds(long[] ids) implements Input {}
}
