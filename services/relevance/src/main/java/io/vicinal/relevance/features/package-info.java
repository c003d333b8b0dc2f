/** What a hit's scores say of it, and of its place among the others. */
@NullMarked
package io.vicinal.relevance.features;

import org.jspecify.annotations.NullMarked;
