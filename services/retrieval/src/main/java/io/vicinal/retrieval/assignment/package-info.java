/** Which shards this node owns, after Kafka's assignment, and the loop that feeds them from their log. */
@NullMarked
package io.vicinal.retrieval.assignment;

import org.jspecify.annotations.NullMarked;
