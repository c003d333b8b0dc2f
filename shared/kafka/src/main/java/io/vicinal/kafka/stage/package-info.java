/** Consume, process, produce: one transaction at a time, exactly once in effect. */
@NullMarked
package io.vicinal.kafka.stage;

import org.jspecify.annotations.NullMarked;
