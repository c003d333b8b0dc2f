/** Text as BM25 sees it: one field, one analyser a language, one similarity, for passages and queries alike. */
@NullMarked
package io.vicinal.retrieval.lexical;

import org.jspecify.annotations.NullMarked;
