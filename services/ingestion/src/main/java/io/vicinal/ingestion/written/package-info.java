/** Where in the log stands what a body brought. */
@NullMarked
package io.vicinal.ingestion.written;

import org.jspecify.annotations.NullMarked;
