package io.vicinal.embedding.model;

import java.util.concurrent.atomic.AtomicBoolean;

/** The right to use a model: until it is closed, the model is not, unless it takes too long. Closing it twice is fine. */
public final class ModelLease implements AutoCloseable {
    private final LeasedModel leased;
    private final AtomicBoolean returned = new AtomicBoolean();

    ModelLease(LeasedModel leased) {
        this.leased = leased;
    }

    public Model model() {
        return leased.model();
    }

    @Override
    public void close() {
        if (returned.compareAndSet(false, true)) {
            leased.giveBack();
        }
    }
}
