/** Inference on ingest: from the documents topic of a collection to the topic that their labels come out of. */
@NullMarked
package io.vicinal.inference.ingest;

import org.jspecify.annotations.NullMarked;
