/** What goes in: documents, and the service that writes them to the log. */
@NullMarked
package io.vicinal.contracts.document;

import org.jspecify.annotations.NullMarked;
