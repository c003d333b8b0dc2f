package io.vicinal.ingestion.parse;

/** Why a process ended before it answered. */
final class ParserEnded extends Exception {

    /** By name in metrics, in lower case. */
    enum Why {
        TIMEOUT,
        MEMORY,
        CRASH,
        CANCELLED,
        /** It had answered for the file before and wanted no other. */
        RETIRED
    }

    private final Why why;

    ParserEnded(Why why, Throwable cause) {
        super(why.name(), cause);
        this.why = why;
    }

    Why why() {
        return why;
    }
}
