package io.vicinal.embedding.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A loaded model and how many use it. */
final class LeasedModel {
    private final Model model;
    private final String origin;
    private final Instant loadedAt = Instant.now();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition idle = lock.newCondition();
    private int leases;
    private boolean retired;

    /** @param origin where it comes from */
    LeasedModel(Model model, String origin) {
        this.model = model;
        this.origin = origin;
    }

    Model model() {
        return model;
    }

    String origin() {
        return origin;
    }

    Instant loadedAt() {
        return loadedAt;
    }

    /** Empty once it is on its way out. */
    Optional<ModelLease> lease() {
        lock.lock();
        try {
            if (retired) {
                return Optional.empty();
            }
            leases++;
            return Optional.of(new ModelLease(this));
        } finally {
            lock.unlock();
        }
    }

    void giveBack() {
        lock.lock();
        try {
            leases--;
            if (leases == 0) {
                idle.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Lets nobody in any more, waits for those who are, at most so long, and closes the model; theirs then fails. */
    void retire(Duration atMost) {
        lock.lock();
        try {
            retired = true;
            long nanos = atMost.toNanos();
            while (leases > 0 && nanos > 0) {
                nanos = idle.awaitNanos(nanos);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // close at once
        } finally {
            lock.unlock();
        }
        model.close();
    }
}
