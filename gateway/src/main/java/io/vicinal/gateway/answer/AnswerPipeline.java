package io.vicinal.gateway.answer;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.inference.Answer;
import io.vicinal.contracts.inference.Answer.Reason;
import io.vicinal.contracts.inference.AnswerApi;
import io.vicinal.contracts.inference.AnswerEvent;
import io.vicinal.contracts.inference.AnswerQuery;
import io.vicinal.contracts.inference.AnswerQuery.Passage;
import io.vicinal.contracts.search.GroupBy;
import io.vicinal.contracts.search.SearchRequest;
import io.vicinal.contracts.search.SearchResult;
import io.vicinal.contracts.search.SearchResult.Emptiness;
import io.vicinal.contracts.search.SearchResult.Hit;
import io.vicinal.gateway.search.Searches;
import io.vicinal.service.deadline.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A question's way from the text to the answer. */
final class AnswerPipeline {
    /** Passages of a document that are read: the best ones. */
    private static final int PASSAGES = 3;

    private final Searches searches;
    private final AnswerApi answers;

    AnswerPipeline(Searches searches, AnswerApi answers) {
        this.searches = searches;
        this.answers = answers;
    }

    Mono<Answer> answer(Collection collection, AnswerPlan plan) {
        return found(collection, plan)
                .flatMap(found -> found.hits().isEmpty()
                        ? Mono.just(nothing(found, plan))
                        : answers.answer(query(found, collection, plan))
                                .map(answer -> answer.from(plan.query(), found.queryId(), found.warnings())))
                .timeout(plan.deadline())
                .contextWrite(Deadline.in(plan.deadline())::into);
    }

    /** Text as it comes, and the whole answer at last. */
    Flux<AnswerEvent> events(Collection collection, AnswerPlan plan) {
        return Flux.defer(() -> {
            Deadline deadline = Deadline.in(plan.deadline());
            return found(collection, plan)
                    .flatMapMany(found -> found.hits().isEmpty()
                            ? Flux.just(AnswerEvent.answer(nothing(found, plan)))
                            : answers.stream(query(found, collection, plan))
                                    .map(event -> event.answer() == null
                                            ? event
                                            : AnswerEvent.answer(event.answer()
                                                    .from(plan.query(), found.queryId(), found.warnings()))))
                    .timeout(Mono.delay(plan.deadline()), _ -> Mono.delay(deadline.remaining()))
                    .contextWrite(deadline::into);
        });
    }

    // 1. Search, and judge what is relevant.
    private Mono<SearchResult> found(Collection collection, AnswerPlan plan) {
        Duration most = Duration.ofMillis(SearchRequest.DEFAULT_DEADLINE_MS);
        Duration share = plan.deadline().dividedBy(2);
        int ms = (int) Math.max(1, (share.compareTo(most) < 0 ? share : most).toMillis());
        return searches.search(collection, search(plan, ms));
    }

    // 2. Nothing relevant is an answer.
    private static Answer nothing(SearchResult found, AnswerPlan plan) {
        Reason reason = found.reason() == Emptiness.NOTHING_RELEVANT ? Reason.NOTHING_RELEVANT : Reason.NOTHING_FOUND;
        return Answer.none(reason, List.of()).from(plan.query(), found.queryId(), found.warnings());
    }

    // 3. What was found goes to be worded.
    private static AnswerQuery query(SearchResult found, Collection collection, AnswerPlan plan) {
        double best = found.hits().getFirst().score();
        return new AnswerQuery(
                collection.name(),
                collection.hasModel() ? collection.model() : null,
                plan.question(),
                plan.query(),
                plan.earlier(),
                found.hits().stream().flatMap(hit -> passages(hit, best)).toList(),
                plan.method(),
                plan.maxSentences());
    }

    private static Stream<Passage> passages(Hit hit, double best) {
        double relevance = hit.relevance() != null ? hit.relevance() : best > 0 ? hit.score() / best : 0;
        return hit.passages() == null
                ? Stream.of(new Passage(hit.documentId(), hit.title(), hit.text(), hit.start(), relevance))
                : hit.passages().stream()
                        .map(inside ->
                                new Passage(hit.documentId(), hit.title(), inside.text(), inside.start(), relevance));
    }

    private static SearchRequest search(AnswerPlan plan, int deadlineMs) {
        return new SearchRequest(
                plan.query(),
                null,
                plan.topK(),
                null,
                plan.filter(),
                null,
                null,
                GroupBy.DOCUMENT,
                null,
                null,
                deadlineMs,
                null,
                PASSAGES,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                plan.minRelevance(),
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }
}
