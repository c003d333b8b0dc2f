package io.vicinal.embedding.tei;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.vicinal.onnx.tokenize.TextTokenizer;
import io.vicinal.onnx.tokenize.Tokens;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A text's tokens as TEI lists them. */
final class TokenList {

    /**
     * TEI's {@code SimpleToken}.
     *
     * @param text the token's part of the text, or the name of a special token
     * @param start in Unicode code points, as in TEI; null for a special token
     * @param stop one past the last
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record SimpleToken(
            long id,
            String text,
            boolean special,
            @Nullable Integer start,
            @Nullable Integer stop) {}

    static List<SimpleToken> of(String text, boolean special, TextTokenizer tokenizer) {
        Tokens tokens = special ? tokenizer.encode(text) : tokenizer.encodePlain(text);
        String[] names = tokenizer.names(text, special);
        List<SimpleToken> list = new ArrayList<>(tokens.count());
        int units = 0;
        int points = 0;
        for (int i = 0; i < tokens.count(); i++) {
            int from = tokens.starts()[i];
            if (from < 0) {
                list.add(new SimpleToken(tokens.ids()[i], names[i], true, null, null));
                continue;
            }
            int to = tokens.ends()[i];
            int start = points + signedCount(text, units, from);
            units = from;
            points = start;
            list.add(new SimpleToken(
                    tokens.ids()[i], text.substring(from, to), false, start, start + text.codePointCount(from, to)));
        }
        return list;
    }

    /** Code points from one offset to another; below zero where the other lies before it. */
    private static int signedCount(String text, int from, int to) {
        return to >= from ? text.codePointCount(from, to) : -text.codePointCount(to, from);
    }

    private TokenList() {}
}
