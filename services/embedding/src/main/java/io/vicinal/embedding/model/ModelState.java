package io.vicinal.embedding.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A model of the registry.
 *
 * @param card null while it loads, or while a remote one has not been reached
 * @param since when it was loaded, or its loading began
 * @param isDefault whether it is meant where none is named
 */
public record ModelState(String name, @Nullable ModelCard card, Instant since, boolean isDefault) {}
