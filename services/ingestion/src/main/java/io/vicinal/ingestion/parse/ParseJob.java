package io.vicinal.ingestion.parse;

import io.vicinal.ingestion.parse.ParserEnded.Why;
import io.vicinal.parsing.ParseAnswer;
import io.vicinal.parsing.ParseRequest;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.MonoSink;

/** A file that waits or is read, and whom to tell. */
final class ParseJob {
    private final ParseRequest request;
    private final MonoSink<ParseAnswer> sink;
    private @Nullable ParserProcess process;
    private boolean cancelled;

    ParseJob(ParseRequest request, MonoSink<ParseAnswer> sink) {
        this.request = request;
        this.sink = sink;
    }

    ParseRequest request() {
        return request;
    }

    /** Nobody waits for it any more: the process that is at it would only work on for nothing. */
    synchronized void cancel() {
        cancelled = true;
        if (process != null) {
            process.kill(Why.CANCELLED);
        }
    }

    synchronized boolean isCancelled() {
        return cancelled;
    }

    /** @return false where nobody waits for it any more */
    synchronized boolean begin(ParserProcess by) {
        process = cancelled ? null : by;
        return !cancelled;
    }

    synchronized void end() {
        process = null;
    }

    void succeed(ParseAnswer answer) {
        sink.success(answer);
    }

    void fail(Throwable failure) {
        sink.error(failure);
    }
}
