/** The log: how every service reads and writes Kafka, and what it shares with the others over it. */
@NullMarked
package io.vicinal.kafka;

import org.jspecify.annotations.NullMarked;
