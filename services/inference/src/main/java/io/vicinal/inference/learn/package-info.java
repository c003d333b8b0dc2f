/** Classifiers and regressors of collections: when they are trained, on what, and where they are kept. */
@NullMarked
package io.vicinal.inference.learn;

import org.jspecify.annotations.NullMarked;
