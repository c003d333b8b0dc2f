package io.vicinal.onnx.encode;

import io.vicinal.onnx.model.ModelException;
import io.vicinal.onnx.model.ModelFiles;
import io.vicinal.onnx.session.GraphSession;
import io.vicinal.onnx.session.GraphSession.RunReader;
import io.vicinal.onnx.session.RunException;
import io.vicinal.onnx.session.RunText;
import io.vicinal.onnx.tokenize.TextTokenizer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a loaded model at its bounds, so that what doesn't fit its description fails now and not under a user's text. */
final class FitCheck {
    private static final Logger log = LoggerFactory.getLogger(FitCheck.class);
    /** The longest text is run only where it is expected to take no longer. */
    private static final Duration CHEAP = Duration.ofSeconds(3);
    /** Attention grows with the square of a text's tokens; a short text's pace is no measure of a very long one's. */
    private static final int MOST_TOKENS = 2048;

    private static final RunReader NOTHING = (text, rows, first, count, length) -> {};

    private final ModelFiles model;
    private final TextTokenizer tokenizer;
    private final GraphSession session;
    private final Readers readers;
    private final @Nullable PairScorer pairs;

    FitCheck(
            ModelFiles model,
            TextTokenizer tokenizer,
            GraphSession session,
            Readers readers,
            @Nullable PairScorer pairs) {
        this.model = model;
        this.tokenizer = tokenizer;
        this.session = session;
        this.readers = readers;
        this.pairs = pairs;
    }

    /** @throws ModelException with what was expected and what was found */
    void run() {
        long[] plain = tokenizer.encode("a").ids();
        RunReader numbers =
                (text, rows, first, count, length) -> readers.own(plain).read(rows, first, count, length);
        run(plain, numbers, "answer a plain text with numbers");
        long last = tokenizer.vocabulary() - 1;
        run(
                tokenizer.framed(new long[] {last}),
                NOTHING,
                "read each of the tokenizer's " + tokenizer.vocabulary() + " tokens");
        if (pairs != null) {
            run(pairs.query("a").with("a").text(), numbers, "answer a pair with numbers");
        }
        longest(plain);
    }

    private void longest(long[] plain) {
        int most = model.profile().maxTokens();
        long start = System.nanoTime();
        run(plain, NOTHING, "run twice");
        long expected = (System.nanoTime() - start) / plain.length * most;
        if (most > MOST_TOKENS || expected > CHEAP.toNanos()) {
            log.atInfo()
                    .addKeyValue("model", model.name())
                    .addKeyValue("max_tokens", most)
                    .log("max_tokens is taken on trust, a run of so many would hold up the start");
            return;
        }
        int frame = tokenizer.specialTokens();
        long[] body = new long[most - frame];
        Arrays.fill(body, plain[tokenizer.leadingTokens()]);
        run(tokenizer.framed(body), NOTHING, "read texts of " + most + " tokens, its max_tokens");
    }

    private void run(long[] ids, RunReader reader, String expectation) {
        run(readers.selection().text(ids), reader, expectation);
    }

    private void run(RunText text, RunReader reader, String expectation) {
        try {
            session.run(List.of(text), reader);
        } catch (RunException e) {
            throw new ModelException(
                    "The model '" + model.name() + "' is expected to " + expectation + ", and fails: " + e.getMessage(),
                    e);
        }
    }
}
