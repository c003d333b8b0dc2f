package io.vicinal.inference.label;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.inference.ExamplesRequest;
import io.vicinal.contracts.inference.ExamplesResult;
import io.vicinal.inference.fewshot.Candidate;
import io.vicinal.inference.fewshot.Filling;
import io.vicinal.inference.fewshot.Filling.Filled;
import io.vicinal.inference.fewshot.Selection;
import io.vicinal.inference.learn.DocumentReads;
import io.vicinal.inference.learn.Neighbourhood;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Finds a text the examples for its prompt: near, unlike each other, of the labels that it may have, and within a budget. */
final class FewShot {
    private final ExamplePool pool;
    private final DocumentReads documents;
    private final Texts texts;
    private final Scheduler threads;

    FewShot(Neighbourhood neighbourhood, DocumentReads documents, Texts texts, Scheduler threads) {
        this.pool = new ExamplePool(neighbourhood);
        this.documents = documents;
        this.texts = texts;
        this.threads = threads;
    }

    Mono<ExamplesResult> examples(Collection collection, ExamplesRequest asked) {
        int k = Objects.requireNonNullElse(asked.k(), ExamplesRequest.DEFAULT_K);
        int budget = Objects.requireNonNullElse(asked.maxTokens(), ExamplesRequest.DEFAULT_TOKENS);
        double diversity = Objects.requireNonNullElse(asked.diversity(), ExamplesRequest.DEFAULT_DIVERSITY);
        boolean balanced = asked.labelField() != null && !Boolean.FALSE.equals(asked.balance());

        // 1. Encode the text, and find what is near.
        return texts.one(collection, "text", Objects.requireNonNull(asked.text()))
                .flatMap(text -> pool.of(
                                collection, text.vector(), asked.labelField(), k, balanced ? k : 0, asked.filter())
                        .publishOn(threads)

                        // 2. Choose, and read what was chosen until the budget is full.
                        .flatMap(near -> Filling.fill(
                                        new Selection(near, diversity, balanced),
                                        k,
                                        budget,
                                        candidate -> documents.of(collection, candidate.documentId()))
                                .map(filled -> new ExamplesResult(
                                        filled.examples(),
                                        filled.tokens(),
                                        filled.leftOut(),
                                        warnings(text.isTruncated(), near, filled, k)))));
    }

    private static List<String> warnings(boolean isTruncated, List<Candidate> near, Filled filled, int k) {
        List<String> warnings = new ArrayList<>();
        if (isTruncated) {
            warnings.add("The text is longer than the model reads, so that its end is left out.");
        }
        if (near.isEmpty()) {
            warnings.add("There is no document that may be an example.");
        } else if (filled.examples().size() < k) {
            warnings.add("Only " + filled.examples().size() + " of " + k + " examples: of the nearest " + near.size()
                    + " documents no more could be taken.");
        }
        return warnings;
    }
}
