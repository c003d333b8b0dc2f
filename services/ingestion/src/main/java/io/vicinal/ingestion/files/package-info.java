/** A body of files becomes documents, and these records of the log. */
@NullMarked
package io.vicinal.ingestion.files;

import org.jspecify.annotations.NullMarked;
