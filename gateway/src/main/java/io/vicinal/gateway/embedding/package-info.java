/** The embedding service's public endpoints, where the service is another process. */
@NullMarked
package io.vicinal.gateway.embedding;

import org.jspecify.annotations.NullMarked;
