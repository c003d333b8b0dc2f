/** The collections there are, read from the log into memory. */
@NullMarked
package io.vicinal.kafka.registry;

import org.jspecify.annotations.NullMarked;
