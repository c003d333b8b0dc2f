package io.vicinal.onnx.schedule;

import java.util.ArrayDeque;

/**
 * The texts of one request, or of one log. A lane serves its flows in turn, a text each, so that a request of ten
 * thousand texts does not hold up one of ten. It belongs to one model.
 */
public final class Flow {
    final Lane lane;
    /** Whether its short texts may share a run; their vectors then depend a little on each other. */
    final boolean shares;
    /** Guarded by the lock of {@link RunQueue}; may hold jobs that left with a shared run. */
    final ArrayDeque<Job<?>> waiting = new ArrayDeque<>();

    private Flow(Lane lane, boolean shares) {
        this.lane = lane;
        this.shares = shares;
    }

    public Lane lane() {
        return lane;
    }

    /** Ahead of bulk work; each text runs alone. */
    public static Flow interactive() {
        return new Flow(Lane.INTERACTIVE, false);
    }

    /** Short texts of like length share runs, with those of other bulk flows too. */
    public static Flow bulk() {
        return new Flow(Lane.BULK, true);
    }

    /** Each text runs alone: the same text gives the same bytes, whatever the load. */
    public static Flow deterministicBulk() {
        return new Flow(Lane.BULK, false);
    }
}
