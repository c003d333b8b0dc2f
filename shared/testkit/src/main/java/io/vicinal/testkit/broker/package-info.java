/** A real Kafka broker for tests: in a container where Docker is, else in the process. */
@NullMarked
package io.vicinal.testkit.broker;

import org.jspecify.annotations.NullMarked;
