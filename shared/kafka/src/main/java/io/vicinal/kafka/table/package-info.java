/** Compacted topics, read from the log into memory and changed one record after the other. */
@NullMarked
package io.vicinal.kafka.table;

import org.jspecify.annotations.NullMarked;
