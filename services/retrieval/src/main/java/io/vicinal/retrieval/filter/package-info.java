/** Declared fields: how their values are indexed for equality, and how a filter asks for them. */
@NullMarked
package io.vicinal.retrieval.filter;

import org.jspecify.annotations.NullMarked;
