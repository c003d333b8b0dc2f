package io.vicinal.evaluation.ingest;

import io.vicinal.evaluation.console.Progress;
import io.vicinal.evaluation.platform.VicinalClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sends a source's documents to a collection, batch after batch, in order.
 *
 * @param checkpoint notes how far it has come, or null where it is not to be resumed
 * @param waitSearchable return only when a search finds what was accepted
 * @param retryFor how long one batch is tried when the platform cannot take it
 * @param report gets the outcome of every file, and of every document that is refused
 */
public record Ingest(
        VicinalClient client,
        String collection,
        @Nullable Checkpoint checkpoint,
        boolean waitSearchable,
        Duration retryFor,
        Report report) {

    public static final Duration RETRY_FOR = Duration.ofMinutes(5);
    /** With the short rest that may join it, no more than the rejections that an answer lists. */
    private static final int BATCH_DOCUMENTS = 500;

    private static final long BATCH_BYTES = 4 << 20;

    /**
     * @param accepted by the platform, those of an earlier run that this one went on from counted too
     * @param rejected likewise
     * @param empty left out by us, because there is nothing in them to embed
     * @param resumedAt documents that an earlier run had sent
     */
    public record Result(long accepted, long rejected, long empty, long resumedAt) {}

    public Ingest(
            VicinalClient client,
            String collection,
            @Nullable Checkpoint checkpoint,
            boolean waitSearchable,
            Duration retryFor) {
        this(client, collection, checkpoint, waitSearchable, retryFor, Report.NONE);
    }

    /** Rejections are said one by one as they come. */
    public Result run(Source source, Progress progress) throws IOException, InterruptedException {
        Submission submission = new Submission(client, collection, retryFor, progress::say, report);
        Checkpoint.State state = checkpoint == null ? null : checkpoint.read();
        long resumedAt = state == null ? 0 : state.position();
        long accepted = state == null ? 0 : state.accepted();
        long rejected = state == null ? 0 : state.rejected();
        try (DocumentSource documents = source.documents()) {
            if (resumedAt > 0) {
                progress.say("Going on after document " + resumedAt + ", where an earlier run was interrupted.");
            }
            progress.start(Batches.skip(documents, resumedAt));
            Batches batches = new Batches(documents, BATCH_DOCUMENTS, BATCH_BYTES);
            for (Batch batch = batches.next(); batch != null; batch = batches.next()) {
                Batch sendable = sendable(batch, progress);
                Submission.Outcome outcome = submission.send(sendable, waitSearchable && batch.closes());
                outcome.rejections().forEach(progress::say);
                accepted += outcome.accepted();
                rejected += outcome.rejections().size()
                        + batch.documents().size()
                        - sendable.documents().size();
                progress.to(batch.sourceBytes());
                progress.note((accepted + rejected) + " documents");
                if (checkpoint != null) {
                    checkpoint.write(new Checkpoint.State(
                            collection, client.url(), source.name(), resumedAt + batch.position(), accepted, rejected));
                }
            }
            if (checkpoint != null) {
                checkpoint.remove();
            }
            return new Result(accepted, rejected, documents.empty(), resumedAt);
        }
    }

    /** Says what is not worth sending and leaves it out. */
    private Batch sendable(Batch batch, Progress progress) throws IOException {
        List<SourceDocument> documents = new ArrayList<>();
        for (SourceDocument document : batch.documents()) {
            if (document.refusal() == null) {
                documents.add(document);
            } else {
                progress.say(document.where() + ": " + document.refusal());
                report.refused(document.where(), document.refusal());
            }
        }
        return new Batch(documents, batch.position(), batch.closes());
    }
}
