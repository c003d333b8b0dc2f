/** What a document must be to be accepted, wherever it comes from. */
@NullMarked
package io.vicinal.kafka.document;

import org.jspecify.annotations.NullMarked;
