package io.vicinal.embedding.text;

import io.vicinal.contracts.embedding.QueryWeights;
import io.vicinal.contracts.embedding.SparseEmbedding;
import io.vicinal.embedding.compress.HeaviestWords;
import io.vicinal.embedding.model.Model;
import io.vicinal.embedding.model.ModelText;
import io.vicinal.embedding.text.Options.Truncation;
import io.vicinal.onnx.encode.SparseVector;
import io.vicinal.onnx.encode.TextEncoder;
import io.vicinal.onnx.schedule.Deadline;
import io.vicinal.onnx.schedule.Flow;
import java.util.Arrays;
import reactor.core.publisher.Mono;

/** A tokenized query and the run that weighs its words. */
record QueryWeighing(Model model, TextEncoder encoder, ModelText read, TokenizerThreads threads) {

    /** Tokenizes: not for event loops. */
    static QueryWeighing of(
            Model model, String prompt, String text, String field, Truncation truncation, TokenizerThreads threads) {
        TextEncoder encoder = TextRules.requireLocal(model, "sparse vectors");
        ModelText read = threads.timed(() -> new InputTokens(model, prompt, truncation).ofText(text, field));
        return new QueryWeighing(model, encoder, read, threads);
    }

    /** Without the deadline of the one who asked first: others may wait for the same. */
    Mono<EncodedWeights> run() {
        return Mono.fromFuture(() -> model.encode(Flow.interactive(), read, encoder.sparse(), Deadline.none()))
                .publishOn(threads.scheduler()) // naming a thousand words is nothing for the encoder's threads
                .map(this::encoded);
    }

    private EncodedWeights encoded(SparseVector vector) {
        HeaviestWords heaviest = HeaviestWords.of(vector);
        String[] texts = Arrays.stream(heaviest.weights().words())
                .mapToObj(word -> model.tokenizer().decode(new long[] {word}, false))
                .toArray(String[]::new);
        return new EncodedWeights(
                new SparseEmbedding(new QueryWeights(heaviest.weights(), texts), read.truncated(), heaviest.left()));
    }
}
