/** Documents in, to the log: streamed, checked one by one, acknowledged when the broker has them. */
@NullMarked
package io.vicinal.ingestion;

import org.jspecify.annotations.NullMarked;
