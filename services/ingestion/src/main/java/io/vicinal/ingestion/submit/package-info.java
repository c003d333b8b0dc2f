/** A body of documents becomes records of the log. */
@NullMarked
package io.vicinal.ingestion.submit;

import org.jspecify.annotations.NullMarked;
