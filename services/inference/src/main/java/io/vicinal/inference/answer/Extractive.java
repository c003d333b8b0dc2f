package io.vicinal.inference.answer;

import io.vicinal.contracts.inference.Answer;
import io.vicinal.contracts.inference.Answer.Citation;
import io.vicinal.contracts.inference.Answer.Reason;
import io.vicinal.contracts.inference.Answer.Sentence;
import io.vicinal.contracts.inference.AnswerMethod;
import io.vicinal.contracts.inference.AnswerQuery;
import io.vicinal.inference.answer.Candidates.Candidate;
import io.vicinal.inference.answer.SentenceSupport.Support;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Answers with the documents' own sentences: those that answer best, in reading order. */
final class Extractive {
    /** Sentences that are compared with the question, the most relevant documents' first. */
    static final int MOST_COMPARED = 100;
    /** A further sentence must count for so much of what the best one does, see docs/decisions/0029. */
    private static final double OF_BEST = 0.9;

    private static final int AT_ONCE = 2;

    private final Candidates candidates;
    private final SentenceSupport support;

    Extractive(Scoring scoring, SentenceSupport support) {
        this.candidates = new Candidates(scoring);
        this.support = support;
    }

    private record Checked(Candidate candidate, double support) {
        String documentId() {
            return candidate.text().excerpt().documentId();
        }

        int start() {
            return candidate.text().start();
        }
    }

    Mono<Answer> answer(AnswerQuery query) {
        return Mono.defer(() -> {
            List<DocumentSentence> sentences = Excerpt.of(query.passages()).stream()
                    .flatMap(excerpt -> DocumentSentence.of(excerpt).stream())
                    .limit(MOST_COMPARED)
                    .toList();
            if (sentences.isEmpty()) {
                return Mono.just(Answer.none(Reason.NOTHING_FOUND, List.of()));
            }
            return candidates
                    .of(query.model(), query.query(), sentences)
                    .map(all -> best(all, query.maxSentences()))
                    .flatMapMany(Flux::fromIterable)
                    .flatMapSequential(candidate -> checked(query, candidate), AT_ONCE)
                    .collectList()
                    .map(Extractive::answer);
        });
    }

    /** No sentence twice, and none that says again what is there word for word. */
    private static List<Candidate> best(List<Candidate> bestFirst, int most) {
        double least = OF_BEST * bestFirst.getFirst().value();
        List<Candidate> chosen = new ArrayList<>();
        int sentences = 0;
        for (Candidate next : bestFirst) {
            boolean said = chosen.stream()
                    .anyMatch(other -> other.text().overlaps(next.text())
                            || other.text().text().contains(next.text().text()));
            boolean fits = sentences + next.sentences() <= most || chosen.isEmpty();
            if (next.value() >= least && fits && !said) {
                chosen.add(next);
                sentences += next.sentences();
            }
        }
        return chosen;
    }

    private Mono<Checked> checked(AnswerQuery query, Candidate candidate) {
        return support.of(query.model(), candidate.text().text(), List.of(candidate.text()))
                .map(Support::value)
                .defaultIfEmpty(0.0)
                .map(value -> new Checked(candidate, value));
    }

    /** Documents in the order of their best sentence; of a document, sentences in the order of its text. */
    private static Answer answer(List<Checked> bestFirst) {
        List<String> documents =
                bestFirst.stream().map(Checked::documentId).distinct().toList();
        List<Integer> reading = IntStream.range(0, bestFirst.size())
                .boxed()
                .sorted(Comparator.comparingInt((Integer i) ->
                                documents.indexOf(bestFirst.get(i).documentId()))
                        .thenComparingInt(i -> bestFirst.get(i).start()))
                .toList();
        StringBuilder text = new StringBuilder();
        List<Sentence> sentences = new ArrayList<>();
        for (int i : reading) {
            Checked checked = bestFirst.get(i);
            text.append(text.isEmpty() ? "" : " ");
            int start = text.length();
            text.append(checked.candidate().text().text());
            sentences.add(new Sentence(
                    start, text.length(), List.of(i), checked.support(), checked.support() >= SentenceSupport.ENOUGH));
        }
        return new Answer(
                true,
                null,
                text.toString(),
                bestFirst.stream().map(Extractive::citation).toList(),
                sentences,
                AnswerMethod.EXTRACTIVE,
                false,
                null,
                false,
                List.of(),
                null,
                null);
    }

    private static Citation citation(Checked checked) {
        DocumentSentence text = checked.candidate().text();
        return new Citation(
                null,
                text.excerpt().documentId(),
                text.excerpt().title(),
                text.start(),
                text.end(),
                text.text(),
                checked.support(),
                checked.candidate().score());
    }
}
