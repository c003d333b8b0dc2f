package io.vicinal.embedding.chunk;

/**
 * A chunk of a document's text.
 *
 * @param start first character in the document's text, in UTF-16 code units
 * @param end one past the last
 * @param header the model's prefix and the title, in front of the text
 * @param ids what the encoder reads: header, the text from start to end, special tokens
 */
@SuppressWarnings("ArrayRecordComponent") // plain data, never compared
public record Passage(int start, int end, String header, long[] ids) {

    /** What its ids stand for, before any was left out. */
    public String read(String text) {
        return header + text.substring(start, end);
    }
}
