package io.vicinal.onnx.encode;

import io.vicinal.onnx.model.Expansion;
import io.vicinal.onnx.model.Head;
import io.vicinal.onnx.model.ModelException;
import io.vicinal.onnx.model.ModelProfile;
import io.vicinal.onnx.session.RunText;
import io.vicinal.onnx.tokenize.TextTokenizer;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which tokens of a text are compared in late interaction, and the mask tokens that fill a query up. */
final class TokenSelection {
    private static final int NONE = -1;
    /** What a query is filled up with: the token that models call so, each in its own manner. */
    private static final List<String> MASKS = List.of("[MASK]", "<mask>");

    private final int leading;
    private final int trailing;
    private final boolean specialTokens;
    private final long queryMarker;
    private final long documentMarker;
    private final Set<Long> skipped;
    private final Expansion expansion;
    private final int queryTokens;
    private final long mask;

    TokenSelection(ModelProfile profile, TextTokenizer tokenizer) {
        leading = tokenizer.leadingTokens();
        trailing = tokenizer.trailingTokens();
        if (profile.head() instanceof Head.LateInteraction head) {
            specialTokens = head.specialTokens();
            queryMarker = id(head.queryMarker(), tokenizer);
            documentMarker = id(head.documentMarker(), tokenizer);
            skipped = head.skipWords().stream()
                    .map(tokenizer::id)
                    .filter(id -> id != NONE)
                    .collect(Collectors.toUnmodifiableSet());
            expansion = head.expansion();
            queryTokens = Math.min(head.queryTokens(), profile.maxTokens());
        } else {
            specialTokens = false;
            queryMarker = NONE;
            documentMarker = NONE;
            skipped = Set.of();
            expansion = Expansion.NONE;
            queryTokens = 0;
        }
        mask = expansion == Expansion.NONE ? NONE : mask(tokenizer);
    }

    private static long id(@Nullable String token, TextTokenizer tokenizer) {
        return token == null ? NONE : tokenizer.id(token);
    }

    private static long mask(TextTokenizer tokenizer) {
        return MASKS.stream()
                .mapToLong(tokenizer::id)
                .filter(id -> id != NONE)
                .findFirst()
                .orElseThrow(() -> new ModelException("query_expansion is expected to find one of the tokens " + MASKS
                        + " in the tokenizer, and finds none."));
    }

    /** The text as the run reads it: a query filled up with mask tokens where the model wants that. */
    RunText text(long[] ids) {
        if (expansion == Expansion.NONE || ids.length >= queryTokens || !startsWith(queryMarker, ids)) {
            return RunText.of(ids);
        }
        long[] filled = Arrays.copyOf(ids, queryTokens);
        Arrays.fill(filled, ids.length, queryTokens, mask);
        return new RunText(filled, queryTokens, expansion == Expansion.ATTENDED ? queryTokens : ids.length);
    }

    /** The positions that are compared, ascending, those of the mask tokens included that {@link #text} adds. */
    int[] positions(long[] ids) {
        boolean query = startsWith(queryMarker, ids);
        boolean marked = query || startsWith(documentMarker, ids);
        int from = specialTokens ? 0 : leading + (marked ? 1 : 0);
        int to = ids.length - (specialTokens ? 0 : trailing);
        int all = text(ids).tokens();
        int[] positions = new int[all];
        int count = 0;
        for (int token = from; token < all; token++) {
            boolean own = token < to && (query || !skipped.contains(ids[token]));
            if (own || token >= ids.length) {
                positions[count++] = token;
            }
        }
        return Arrays.copyOf(positions, count);
    }

    private boolean startsWith(long marker, long[] ids) {
        return marker != NONE && ids.length > leading && ids[leading] == marker;
    }
}
