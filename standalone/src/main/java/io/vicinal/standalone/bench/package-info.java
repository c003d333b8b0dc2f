/** Benchmarks that need a service's inside: a shard without a log, a gateway and a model. */
@NullMarked
package io.vicinal.standalone.bench;

import org.jspecify.annotations.NullMarked;
