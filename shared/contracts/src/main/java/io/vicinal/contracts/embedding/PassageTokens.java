package io.vicinal.contracts.embedding;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * A passage's token vectors, pooled: what late interaction compares a query's tokens with. Special tokens are left out.
 *
 * @param count of vectors, at least 1
 * @param dimensions of each
 * @param data {@code [count × format.rowBytes(dimensions)]}, one vector after the other; in JSON base64
 */
@JsonIgnoreProperties(ignoreUnknown = true) // a later release may say more, and this one still reads it
@SuppressWarnings("ArrayRecordComponent") // plain data, never compared
public record PassageTokens(TokenFormat format, int count, int dimensions, byte[] data) {

    /** The most vectors of a passage: a model reads no more tokens. */
    public static final int MOST = 65_536;

    public PassageTokens {
        if (count < 1 || count > MOST || dimensions < 1 || dimensions > MOST) {
            throw new IllegalArgumentException(count + " token vectors of " + dimensions + " dimensions");
        }
        if (data.length != (long) count * format.rowBytes(dimensions)) {
            throw new IllegalArgumentException(count + " token vectors of " + dimensions + " dimensions as " + format
                    + " take " + (long) count * format.rowBytes(dimensions) + " bytes, not " + data.length);
        }
    }
}
