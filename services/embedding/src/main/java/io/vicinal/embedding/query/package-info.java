/** Queries to vectors, ahead of bulk work. */
@NullMarked
package io.vicinal.embedding.query;

import org.jspecify.annotations.NullMarked;
