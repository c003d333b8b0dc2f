/** Files, folders and standard input as documents, sent in batches that survive faults and interruptions. */
@NullMarked
package io.vicinal.evaluation.ingest;

import org.jspecify.annotations.NullMarked;
