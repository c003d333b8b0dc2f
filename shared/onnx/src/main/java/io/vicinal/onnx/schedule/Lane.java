package io.vicinal.onnx.schedule;

/** Who waits for the answer: a person or a log. */
public enum Lane {
    /** Overtakes bulk work at the next run, and runs alone: its vectors never depend on other texts. */
    INTERACTIVE("interactive"),
    /** Documents. Short texts of like length share a run. */
    BULK("bulk");

    private final String tag;

    Lane(String tag) {
        this.tag = tag;
    }

    /** As metrics name it. */
    public String tag() {
        return tag;
    }
}
