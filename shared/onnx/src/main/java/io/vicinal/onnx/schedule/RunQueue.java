package io.vicinal.onnx.schedule;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Two bounded lanes, and the rule of who runs next. */
final class RunQueue {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition room = lock.newCondition();
    private final Map<Lane, LaneQueue> lanes = new EnumMap<>(Lane.class);
    private final ScheduleSettings settings;
    private final BiConsumer<Job<?>, Outcome> dropped;
    private final BulkPermits permits;
    private final int mostBulkRuns;
    private int bulkRuns;
    /** Interactive runs since bulk last had one while it had work waiting. */
    private int overtaken;

    private boolean closed;

    /**
     * @param permits for bulk runs, shared with other models
     * @param mostBulkRuns of this model at once, so that a session is left for interactive work
     * @param dropped told of each job that leaves the queue without a run
     */
    RunQueue(ScheduleSettings settings, BulkPermits permits, int mostBulkRuns, BiConsumer<Job<?>, Outcome> dropped) {
        this.permits = permits;
        this.mostBulkRuns = mostBulkRuns;
        this.settings = settings;
        this.dropped = dropped;
        for (Lane lane : Lane.values()) {
            lanes.put(lane, new LaneQueue(settings));
        }
    }

    /** Of a model that has the machine to itself. */
    RunQueue(ScheduleSettings settings, BiConsumer<Job<?>, Outcome> dropped) {
        this(settings, new BulkPermits(Integer.MAX_VALUE), Integer.MAX_VALUE, dropped);
    }

    /** Queues the job if there is room, and says whether there was. */
    boolean offer(Job<?> job) {
        lock.lock();
        try {
            checkOpen();
            if (!lane(job.lane()).hasRoomFor(job, 1)) {
                return false;
            }
            add(job);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until half of the lane is free, so that what cannot wait finds room. */
    void put(Job<?> job) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            checkOpen();
            while (!lane(job.lane()).hasRoomFor(job, 2)) {
                room.await();
                checkOpen();
            }
            add(job);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for the next run: one text, or short bulk texts of like length. Empty when closed. Whoever has run a bulk one
     * says so by {@link #bulkRunEnded}.
     */
    List<Job<?>> take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!closed) {
                List<Job<?>> run = next();
                if (!run.isEmpty()) {
                    return run;
                }
                work.await();
            }
            return List.of();
        } finally {
            lock.unlock();
        }
    }

    private List<Job<?>> next() {
        LaneQueue interactive = lane(Lane.INTERACTIVE);
        LaneQueue bulk = lane(Lane.BULK);
        while (interactive.texts() + bulk.texts() > 0) {
            boolean bulkTurn = interactive.texts() == 0 || (bulk.texts() > 0 && overtaken >= settings.bulkEvery() - 1);
            if (bulkTurn && bulkRuns < mostBulkRuns && permits.tryAcquire(this)) {
                List<Job<?>> run = bulkRun(bulk);
                if (!run.isEmpty()) {
                    return run;
                }
                continue;
            }
            if (interactive.texts() == 0) {
                return List.of(); // woken when a bulk run ends, or when it is this model's turn
            }
            Job<?> job = live(interactive.poll());
            if (job != null) {
                overtaken = bulk.texts() == 0 ? 0 : overtaken + 1;
                return List.of(job);
            }
        }
        return List.of();
    }

    /** With a permit in hand, which is kept if there is a run. */
    private List<Job<?>> bulkRun(LaneQueue bulk) {
        overtaken = 0;
        List<Job<?>> run = List.of();
        while (run.isEmpty() && bulk.texts() > 0) {
            Job<?> job = live(bulk.poll());
            run = job == null ? List.of() : withCompany(job, bulk);
        }
        if (bulk.texts() == 0) {
            permits.forget(this);
        }
        if (run.isEmpty()) {
            permits.unused();
        } else {
            bulkRuns++;
        }
        return run;
    }

    void bulkRunEnded() {
        lock.lock();
        try {
            bulkRuns--;
            work.signal();
        } finally {
            lock.unlock();
        }
        permits.release();
    }

    /** Has its workers look again. */
    void wake() {
        lock.lock();
        try {
            work.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private List<Job<?>> withCompany(Job<?> job, LaneQueue bulk) {
        Run run = new Run(job);
        while (run.fits(run.longest(), settings.runTokens())) {
            Job<?> next = bulk.pollFor(run);
            if (next == null) {
                break;
            }
            if (live(next) != null) {
                run.add(next);
            }
        }
        return run.jobs();
    }

    /** The job if somebody still waits for it. Every job that leaves makes room. */
    private @Nullable Job<?> live(@Nullable Job<?> job) {
        room.signalAll();
        if (job == null) {
            return null;
        }
        if (job.result.isDone()) {
            dropped.accept(job, Outcome.CANCELLED);
            return null;
        }
        if (job.expired()) {
            job.fail(new ExpiredException());
            dropped.accept(job, Outcome.EXPIRED);
            return null;
        }
        return job;
    }

    private void add(Job<?> job) {
        lane(job.lane()).add(job);
        work.signal();
    }

    private LaneQueue lane(Lane lane) {
        return Objects.requireNonNull(lanes.get(lane));
    }

    int texts(Lane lane) {
        lock.lock();
        try {
            return lane(lane).texts();
        } finally {
            lock.unlock();
        }
    }

    long tokens(Lane lane) {
        lock.lock();
        try {
            return lane(lane).tokens();
        } finally {
            lock.unlock();
        }
    }

    /** Lets nothing in any more and returns what still waited. */
    List<Job<?>> close() {
        lock.lock();
        try {
            closed = true;
            permits.forget(this);
            List<Job<?>> left = new ArrayList<>();
            for (LaneQueue lane : lanes.values()) {
                for (Job<?> job = lane.poll(); job != null; job = lane.poll()) {
                    left.add(job);
                }
            }
            work.signalAll();
            room.signalAll();
            return left;
        } finally {
            lock.unlock();
        }
    }

    private void checkOpen() {
        if (closed) {
            throw new SchedulerClosedException();
        }
    }
}
