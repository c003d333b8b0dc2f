package io.vicinal.contracts.inference;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which classifier answered.
 *
 * @param examples that it learned from
 * @param trainedAt null where none has been trained yet and the neighbours decide alone
 * @param training whether a newer one is being trained
 */
@JsonInclude(Include.NON_NULL)
public record ClassifierState(long examples, @Nullable Instant trainedAt, boolean training) {}
