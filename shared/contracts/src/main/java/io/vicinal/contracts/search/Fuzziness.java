package io.vicinal.contracts.search;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;

/** How far a word of a text may be from a word of the query and still count: letters put in, left out, changed or swapped. */
public enum Fuzziness {
    EXACT(0),
    ONE(1),
    TWO(2),
    /** By the length of the word, see {@link #edits}. */
    AUTO("auto");

    /** Words of fewer characters are taken as they are, and up to the second of fewer than two edits. */
    private static final int AUTO_ONE_FROM = 3;

    private static final int AUTO_TWO_FROM = 6;

    /** As users write it: 0, 1, 2 or {@code "auto"}. */
    @JsonValue
    final Object written;

    Fuzziness(Object written) {
        this.written = written;
    }

    /** @throws ProblemException 400 for anything else */
    @JsonCreator
    static Fuzziness of(Object written) {
        for (Fuzziness fuzziness : values()) {
            if (fuzziness.written.equals(written)) {
                return fuzziness;
            }
        }
        throw ProblemType.INVALID_VALUE.exception("fuzziness", "fuzziness must be 0, 1, 2 or \"auto\".");
    }

    /** @param characters of the analysed word, in code points */
    public int edits(int characters) {
        return switch (this) {
            case EXACT -> 0;
            case ONE -> 1;
            case TWO -> 2;
            case AUTO -> characters < AUTO_ONE_FROM ? 0 : characters < AUTO_TWO_FROM ? 1 : 2;
        };
    }
}
