package io.vicinal.contracts.collection;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a version that does not serve is there for. */
public enum VersionState {
    /** Made from the documents topic; has never served. */
    @JsonProperty("building")
    BUILDING,
    /** Has served, and is kept up to date for a while so that one can go back to it. */
    @JsonProperty("retired")
    RETIRED,
    /** Nobody reads or writes it any more; its topic is about to go. */
    @JsonProperty("removing")
    REMOVING
}
