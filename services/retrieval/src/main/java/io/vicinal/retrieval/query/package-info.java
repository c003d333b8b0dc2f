/** The node's answers to the gateway: searches on their own bounded threads. */
@NullMarked
package io.vicinal.retrieval.query;

import org.jspecify.annotations.NullMarked;
