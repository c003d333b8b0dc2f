/** The embedding service: documents to embedded passages, queries to vectors. */
@NullMarked
package io.vicinal.embedding;

import org.jspecify.annotations.NullMarked;
