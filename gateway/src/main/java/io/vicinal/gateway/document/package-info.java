/** Documents at the edge: bodies pass through to ingestion as they arrive, and a write can be waited for. */
@NullMarked
package io.vicinal.gateway.document;

import org.jspecify.annotations.NullMarked;
