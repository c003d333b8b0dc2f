/** Text to vectors: embedded documents on the log, and the service that encodes queries. */
@NullMarked
package io.vicinal.contracts.embedding;

import org.jspecify.annotations.NullMarked;
