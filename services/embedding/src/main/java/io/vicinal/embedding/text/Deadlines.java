package io.vicinal.embedding.text;

import io.vicinal.onnx.schedule.Deadline;
import reactor.util.context.ContextView;

/** The request's deadline as the encoder's. */
public final class Deadlines {

    public static Deadline of(ContextView context) {
        return io.vicinal.service.deadline.Deadline.of(context)
                .map(at -> new Deadline(at.nanoTime()))
                .orElseGet(Deadline::none);
    }

    private Deadlines() {}
}
