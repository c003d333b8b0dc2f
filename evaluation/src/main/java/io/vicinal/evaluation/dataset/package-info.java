/** Test collections on disk: BEIR folders and labelled texts in, TREC run and qrels files out. */
@NullMarked
package io.vicinal.evaluation.dataset;

import org.jspecify.annotations.NullMarked;
