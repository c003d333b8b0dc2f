package io.vicinal.embedding.text;

import io.vicinal.contracts.embedding.QueryTokens;
import io.vicinal.embedding.model.Model;
import io.vicinal.embedding.model.ModelText;
import io.vicinal.embedding.text.Options.Truncation;
import io.vicinal.onnx.encode.Embedding;
import io.vicinal.onnx.schedule.Deadline;
import io.vicinal.onnx.schedule.Flow;
import io.vicinal.onnx.session.OutputReader;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * A tokenized query and the runs that it takes: one, which gives the dense vector and the token vectors alike, or two at once
 * where the model wants a prompt before the query, because late interaction is better without.
 *
 * @param prompted what the dense vector stands for
 * @param tokens reads the token vectors; null where they are not wanted
 * @param bare what they are of, where that is another text
 */
record QueryRuns(
        Model model,
        ModelText prompted,
        @Nullable QueryTokenReader tokens,
        @Nullable ModelText bare) {

    /** Tokenizes: not for event loops. */
    static QueryRuns of(
            Model model,
            String prompt,
            String text,
            String field,
            Truncation truncation,
            boolean tokens,
            TokenizerThreads threads) {
        ModelText prompted = threads.timed(() -> new InputTokens(model, prompt, truncation).ofText(text, field));
        if (!tokens) {
            return new QueryRuns(model, prompted, null, null);
        }
        ModelText bare = prompt.isEmpty()
                ? null
                : threads.timed(() -> new InputTokens(model, "", truncation).ofText(text, field));
        long[] ids = bare == null ? prompted.ids() : bare.ids();
        QueryTokenReader reader = new QueryTokenReader(TextRules.requireLocal(model, "vectors of tokens"), ids);
        return new QueryRuns(model, prompted, reader, bare);
    }

    /** Without the deadline of the one who asked first: others may wait for the same. */
    Mono<EncodedQuery> run() {
        OutputReader<float[]> dense = model.dense(model.card().dimensions(), true);
        if (tokens == null) {
            return run(prompted, dense).map(vector -> encoded(vector, null));
        }
        if (bare != null) {
            return Mono.zip(run(prompted, dense), run(bare, tokens), this::encoded);
        }
        return run(
                prompted,
                (rows, first, count, dimensions) -> encoded(
                        dense.read(rows, first, count, dimensions), tokens.read(rows, first, count, dimensions)));
    }

    private <T> Mono<T> run(ModelText text, OutputReader<T> reader) {
        return Mono.fromFuture(() -> model.encode(Flow.interactive(), text, reader, Deadline.none()));
    }

    private EncodedQuery encoded(float[] vector, @Nullable QueryTokens ofTokens) {
        return new EncodedQuery(new Embedding(vector, prompted.tokens(), prompted.truncated()), ofTokens);
    }
}
