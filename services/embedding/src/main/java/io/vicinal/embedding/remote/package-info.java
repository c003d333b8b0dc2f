/** Models of other servers, in OpenAI's or TEI's shape: batches, retries, a circuit breaker. */
@NullMarked
package io.vicinal.embedding.remote;

import org.jspecify.annotations.NullMarked;
