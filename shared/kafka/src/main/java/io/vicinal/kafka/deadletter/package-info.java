/** Records that could not be used, kept with the reason. */
@NullMarked
package io.vicinal.kafka.deadletter;

import org.jspecify.annotations.NullMarked;
