/** The texts of a request to vectors, in whatever shape the request came. */
@NullMarked
package io.vicinal.embedding.text;

import org.jspecify.annotations.NullMarked;
