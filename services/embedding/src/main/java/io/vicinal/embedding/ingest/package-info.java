/** From the log of documents to the log of passages. */
@NullMarked
package io.vicinal.embedding.ingest;

import org.jspecify.annotations.NullMarked;
