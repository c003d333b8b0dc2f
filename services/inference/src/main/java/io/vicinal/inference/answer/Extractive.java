package io.vicinal.inference.answer;

import io.vicinal.contracts.inference.Answer;
import io.vicinal.contracts.inference.Answer.Citation;
import io.vicinal.contracts.inference.Answer.Reason;
import io.vicinal.contracts.inference.Answer.Sentence;
import io.vicinal.contracts.inference.AnswerMethod;
import io.vicinal.contracts.inference.AnswerQuery;
import io.vicinal.inference.answer.SentenceSupport.Support;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Answers with the documents' own sentences: those that answer best, in reading order. A sentence counts by how well it answers
 * and by how relevant its document is, since a sentence alone does not say what it is about ("It is 330 metres tall").
 */
final class Extractive {
    /** Sentences that are compared with the question, the most relevant documents' first. */
    static final int MOST_COMPARED = 100;
    /** What its document's relevance counts for a sentence, see docs/decisions/0029. */
    private static final double OF_DOCUMENT = 0.5;
    /** A further sentence must count for so much of what the best one does. */
    private static final double OF_BEST = 0.9;

    private static final int AT_ONCE = 2;

    private final Scoring scoring;
    private final SentenceSupport support;

    Extractive(Scoring scoring, SentenceSupport support) {
        this.scoring = scoring;
        this.support = support;
    }

    /**
     * @param score of the sentence, 0 to 1
     * @param value what it is chosen by
     */
    private record Candidate(DocumentSentence sentence, double score, double value) {}

    private record Checked(Candidate candidate, double support) {}

    Mono<Answer> answer(AnswerQuery query) {
        return Mono.defer(() -> {
            List<DocumentSentence> sentences = Excerpt.of(query.passages()).stream()
                    .flatMap(excerpt -> DocumentSentence.of(excerpt).stream())
                    .limit(MOST_COMPARED)
                    .toList();
            if (sentences.isEmpty()) {
                return Mono.just(Answer.none(Reason.NOTHING_FOUND, List.of()));
            }
            return scoring.score(query.model(), query.query(), sentences)
                    .map(scores -> best(sentences, scores, query.maxSentences()))
                    .flatMapMany(Flux::fromIterable)
                    .flatMapSequential(candidate -> checked(query, candidate), AT_ONCE)
                    .collectList()
                    .map(Extractive::answer);
        });
    }

    /** The best first. */
    private static List<Candidate> best(List<DocumentSentence> sentences, List<Double> scores, int most) {
        List<Candidate> all = IntStream.range(0, sentences.size())
                .mapToObj(i -> candidate(sentences.get(i), scores.get(i)))
                .sorted(Comparator.comparingDouble(Candidate::value).reversed())
                .toList();
        double least = OF_BEST * all.getFirst().value();
        List<Candidate> chosen = new ArrayList<>();
        for (Candidate candidate : all) {
            boolean said = chosen.stream()
                    .anyMatch(other ->
                            other.sentence().text().equals(candidate.sentence().text()));
            if (chosen.size() < most && candidate.value() >= least && !said) {
                chosen.add(candidate);
            }
        }
        return chosen;
    }

    private static Candidate candidate(DocumentSentence sentence, double score) {
        double value = (1 - OF_DOCUMENT) * score
                + OF_DOCUMENT * Math.clamp(sentence.excerpt().relevance(), 0, 1);
        return new Candidate(sentence, score, value);
    }

    private Mono<Checked> checked(AnswerQuery query, Candidate candidate) {
        return support.of(query.model(), candidate.sentence().text(), List.of(candidate.sentence()))
                .map(Support::value)
                .defaultIfEmpty(0.0)
                .map(value -> new Checked(candidate, value));
    }

    /** Documents in the order of their best sentence; of a document, sentences in the order of its text. */
    private static Answer answer(List<Checked> bestFirst) {
        List<String> documents = bestFirst.stream()
                .map(checked -> checked.candidate().sentence().excerpt().documentId())
                .distinct()
                .toList();
        List<Integer> reading = IntStream.range(0, bestFirst.size())
                .boxed()
                .sorted(Comparator.comparingInt((Integer i) -> documents.indexOf(
                                sentence(bestFirst.get(i)).excerpt().documentId()))
                        .thenComparingInt(i -> sentence(bestFirst.get(i)).start()))
                .toList();
        StringBuilder text = new StringBuilder();
        List<Sentence> sentences = new ArrayList<>();
        for (int i : reading) {
            text.append(text.isEmpty() ? "" : " ");
            int start = text.length();
            text.append(sentence(bestFirst.get(i)).text());
            double support = bestFirst.get(i).support();
            sentences.add(new Sentence(start, text.length(), List.of(i), support, support >= SentenceSupport.ENOUGH));
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

    private static DocumentSentence sentence(Checked checked) {
        return checked.candidate().sentence();
    }

    private static Citation citation(Checked checked) {
        DocumentSentence sentence = sentence(checked);
        return new Citation(
                null,
                sentence.excerpt().documentId(),
                sentence.excerpt().title(),
                sentence.start(),
                sentence.end(),
                sentence.text(),
                checked.support(),
                checked.candidate().score());
    }
}
