/** A real Kafka broker and controller (KRaft) inside the process, for one laptop and for tests. */
@NullMarked
package io.vicinal.broker;

import org.jspecify.annotations.NullMarked;
