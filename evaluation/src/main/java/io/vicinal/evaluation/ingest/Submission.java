package io.vicinal.evaluation.ingest;

import io.vicinal.contracts.document.FilesResult;
import io.vicinal.contracts.document.FilesResult.FileOutcome;
import io.vicinal.contracts.document.SubmitResult;
import io.vicinal.contracts.document.SubmitResult.Rejected;
import io.vicinal.evaluation.console.UserError;
import io.vicinal.evaluation.platform.FormFile;
import io.vicinal.evaluation.platform.PlatformProblem;
import io.vicinal.evaluation.platform.PlatformUnreachable;
import io.vicinal.evaluation.platform.VicinalClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends batches until the platform has answered for every document. A batch may be sent twice when an answer is lost;
 * writes are idempotent by id, so that doubles nothing.
 */
final class Submission {
    private final VicinalClient client;
    private final String collection;
    private final Duration retryFor;
    private final Consumer<String> say;
    private final Report report;

    Submission(VicinalClient client, String collection, Duration retryFor, Consumer<String> say, Report report) {
        this.report = report;
        this.client = client;
        this.collection = collection;
        this.retryFor = retryFor;
        this.say = say;
    }

    /** @param rejections a sentence each, with the place in the source */
    record Outcome(long accepted, List<String> rejections) {}

    Outcome send(Batch batch, boolean waitSearchable) throws IOException, InterruptedException {
        Backoff backoff = new Backoff(retryFor);
        List<String> rejections = new ArrayList<>();
        long accepted = 0;
        int from = 0;
        while (from < batch.documents().size()) {
            Answer answer = attempt(request(batch, from, waitSearchable), backoff);
            SubmitResult result = answer.result();
            List<Rejected> rejected = Objects.requireNonNullElse(result.rejected(), List.of());
            int sent = batch.documents().size() - from;
            // A document refused for want of the broker may pass later; all from there on goes again, to keep the
            // order.
            Optional<Rejected> passing = rejected.stream()
                    .filter(one -> PlatformProblem.isPassing(one.error().status()))
                    .findFirst();
            int done = passing.map(one -> (int) one.index()).orElse(sent);
            int refused = 0;
            for (Rejected one : rejected) {
                if (one.index() < done) {
                    rejections.add(sentence(batch.documents().get(from + (int) one.index()), one));
                    refused++;
                }
            }
            if (passing.isEmpty()) {
                complete(sent, result.accepted() + Math.max(result.rejectedCount(), rejected.size()), result);
            }
            report(batch, from, done, answer, rejected);
            accepted += done - refused;
            from += done;
            if (passing.isPresent()) {
                String reason = passing.get().error().detail();
                say.accept(reason + " Trying again.");
                backoff.pause(reason, Optional.empty());
            }
        }
        return new Outcome(accepted, rejections);
    }

    private interface Request {
        Answer send() throws InterruptedException;
    }

    /** @param files outcomes of files, none for documents */
    private record Answer(SubmitResult result, List<FileOutcome> files) {}

    private Request request(Batch batch, int from, boolean waitSearchable) {
        if (!batch.isOfFiles()) {
            byte[] ndjson = batch.ndjson(from);
            return () -> new Answer(client.submit(collection, ndjson, waitSearchable), List.of());
        }
        List<FormFile> files = batch.files(from);
        return () -> {
            FilesResult result = client.submitFiles(collection, files, waitSearchable);
            List<Rejected> rejected = Objects.requireNonNullElse(result.rejected(), List.of());
            return new Answer(
                    new SubmitResult(result.accepted(), rejected, rejected.size(), Map.of(), result.aborted()),
                    Objects.requireNonNullElse(result.files(), List.of()));
        };
    }

    private void report(Batch batch, int from, int done, Answer answer, List<Rejected> rejected) throws IOException {
        for (FileOutcome file :
                answer.files().subList(0, Math.min(done, answer.files().size()))) {
            report.file(file);
        }
        if (!batch.isOfFiles()) {
            Map<Integer, Rejected> refused = new HashMap<>();
            rejected.forEach(one -> refused.put((int) one.index(), one));
            for (int i = 0; i < done; i++) {
                SourceDocument document = batch.documents().get(from + i);
                Rejected refusal = refused.get(i);
                if (refusal != null) {
                    report.refused(document.where(), refusal.error().detail());
                } else if (document.whole()) {
                    report.accepted(document.where());
                }
            }
        }
    }

    private Answer attempt(Request request, Backoff backoff) throws InterruptedException {
        boolean said = false;
        while (true) {
            String reason;
            Optional<Duration> asked = Optional.empty();
            try {
                return request.send();
            } catch (PlatformUnreachable e) {
                reason = Objects.requireNonNull(e.getMessage());
            } catch (PlatformProblem e) {
                if (!e.passing()) {
                    throw e;
                }
                reason = Objects.requireNonNull(e.getMessage());
                asked = e.retryAfter();
            }
            if (!said) {
                say.accept(reason + " Trying again.");
                said = true;
            }
            backoff.pause(reason, asked);
        }
    }

    private void complete(int sent, long answered, SubmitResult result) {
        if (result.aborted() != null) {
            throw new UserError(
                    "The platform gave up reading a batch: " + result.aborted().detail());
        }
        if (answered != sent) {
            throw new UserError("The platform answered for " + answered + " of the " + sent + " documents of a batch.");
        }
    }

    private static String sentence(SourceDocument document, Rejected rejected) {
        @Nullable String id = rejected.id();
        return document.where() + (id == null ? "" : " (id " + id + ")") + ": "
                + rejected.error().detail();
    }
}
