package io.vicinal.ingestion.submit;

import org.jspecify.annotations.Nullable;

/**
 * One document's place in a body.
 *
 * @param json its bytes, or null where it was over the limit and has been passed over
 */
record Element(byte @Nullable [] json) {
    int bytes() {
        return json == null ? 0 : json.length;
    }
}
