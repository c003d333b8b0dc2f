package io.vicinal.embedding.chunk;

/**
 * A chunk of a document's text.
 *
 * @param start first character in the document's text, in UTF-16 code units
 * @param end one past the last
 * @param ids what the encoder reads: prefix, title, the text from start to end, special tokens
 */
@SuppressWarnings("ArrayRecordComponent") // plain data, never compared
public record Passage(int start, int end, long[] ids) {}
