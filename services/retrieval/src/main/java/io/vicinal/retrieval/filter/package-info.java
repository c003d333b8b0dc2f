/** Declared fields: how their values are indexed, and a filter over them and the document's id as a Lucene query. */
@NullMarked
package io.vicinal.retrieval.filter;

import org.jspecify.annotations.NullMarked;
