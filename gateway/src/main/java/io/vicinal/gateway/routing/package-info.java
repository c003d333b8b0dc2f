/** Which node answers for a shard: Kafka's group description is the routing table. */
@NullMarked
package io.vicinal.gateway.routing;

import org.jspecify.annotations.NullMarked;
