/** Which node answers for a shard: Kafka's group description is the routing table. */
@NullMarked
package io.vicinal.routing;

import org.jspecify.annotations.NullMarked;
