/** The command line, and every service with a Kafka broker in one JVM. */
@NullMarked
package io.vicinal.standalone;

import org.jspecify.annotations.NullMarked;
