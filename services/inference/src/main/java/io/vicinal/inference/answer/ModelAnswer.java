package io.vicinal.inference.answer;

import io.vicinal.contracts.inference.Answer;
import io.vicinal.contracts.inference.Answer.Citation;
import io.vicinal.contracts.inference.Answer.Degradation;
import io.vicinal.contracts.inference.Answer.Reason;
import io.vicinal.contracts.inference.Answer.Sentence;
import io.vicinal.contracts.inference.AnswerMethod;
import io.vicinal.inference.answer.CitedText.Cited;
import io.vicinal.inference.answer.SentenceSupport.Support;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Checks what a language model said: each sentence is compared with each passage that it cites. */
final class ModelAnswer {
    /** Sentences that are compared; what is beyond counts as unsupported. */
    static final int MOST_SENTENCES = 50;
    /** Passages of a sentence that are compared, the first. */
    private static final int MOST_CITED = 5;

    private static final int AT_ONCE = 2;

    private final SentenceSupport support;
    private final AnswerMetrics metrics;

    ModelAnswer(SentenceSupport support, AnswerMetrics metrics) {
        this.support = support;
        this.metrics = metrics;
    }

    private record Checked(Cited sentence, List<Citation> citations) {
        double support() {
            return citations.stream().mapToDouble(Citation::support).max().orElse(0);
        }
    }

    /**
     * Fails with {@link UpstreamException} where the model said nothing.
     *
     * @param model whose vectors compare; null for the default one
     * @param text all of it
     */
    Mono<Answer> checked(@Nullable String model, String text, boolean truncated, List<Excerpt> given) {
        String said = text.strip();
        if (said.isEmpty()) {
            return Mono.error(UpstreamException.maybeBilled(Degradation.UPSTREAM_EMPTY, "it said nothing"));
        }
        if (said.startsWith(Prompt.NO_ANSWER)) {
            return Mono.just(Answer.none(Reason.NOT_IN_PASSAGES, List.of()).by(AnswerMethod.MODEL));
        }
        CitedText cited = CitedText.of(said, given.size());
        if (cited.dropped() > 0) {
            metrics.dropped(cited.dropped());
        }
        return Flux.fromIterable(cited.sentences())
                .take(MOST_SENTENCES)
                .flatMapSequential(sentence -> checked(model, cited, sentence, given), AT_ONCE)
                .collectList()
                .map(checked -> answer(cited, checked, truncated));
    }

    private Mono<Checked> checked(@Nullable String model, CitedText text, Cited sentence, List<Excerpt> given) {
        return Flux.fromIterable(sentence.numbers())
                .take(MOST_CITED)
                .concatMap(number -> support.of(model, text.words(sentence), DocumentSentence.of(given.get(number - 1)))
                        .map(found -> citation(number, found)))
                .collectList()
                .map(citations -> new Checked(sentence, citations));
    }

    private static Citation citation(int number, Support found) {
        DocumentSentence by = found.by();
        return new Citation(
                number,
                by.excerpt().documentId(),
                by.excerpt().title(),
                by.start(),
                by.end(),
                by.text(),
                found.value(),
                null);
    }

    private static Answer answer(CitedText text, List<Checked> checked, boolean truncated) {
        List<Citation> citations = checked.stream()
                .flatMap(each -> each.citations().stream())
                .sorted(Comparator.comparingDouble(Citation::support).reversed())
                .distinct()
                .toList();
        List<Sentence> sentences = new ArrayList<>();
        for (Checked each : checked) {
            sentences.add(new Sentence(
                    each.sentence().start(),
                    each.sentence().end(),
                    each.citations().stream().map(citations::indexOf).toList(),
                    each.support(),
                    each.support() >= SentenceSupport.ENOUGH));
        }
        return new Answer(
                true,
                null,
                text.text(),
                citations,
                sentences,
                AnswerMethod.MODEL,
                false,
                null,
                truncated,
                warnings(text, sentences, truncated),
                null,
                null);
    }

    private static List<String> warnings(CitedText text, List<Sentence> sentences, boolean truncated) {
        List<String> warnings = new ArrayList<>();
        if (text.dropped() > 0) {
            warnings.add("The model cited passages that it was not given; " + text.dropped()
                    + (text.dropped() == 1 ? " citation is" : " citations are") + " left out.");
        }
        long unsupported = sentences.stream().filter(s -> !s.supported()).count();
        if (unsupported > 0) {
            warnings.add(unsupported + " of " + sentences.size()
                    + (sentences.size() == 1 ? " sentence is" : " sentences are")
                    + " not borne out by what is cited; \"sentences\" says which.");
        }
        if (text.sentences().size() > MOST_SENTENCES) {
            warnings.add("Only the first " + MOST_SENTENCES + " sentences were compared with what they cite.");
        }
        if (truncated) {
            warnings.add("The model's answer was longer than it may be, and was cut.");
        }
        return List.copyOf(warnings);
    }
}
