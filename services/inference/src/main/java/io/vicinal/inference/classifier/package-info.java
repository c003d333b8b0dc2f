/** The door: from examples a classifier, and from a text's vector and neighbours a label with its reasons. */
@NullMarked
package io.vicinal.inference.classifier;

import org.jspecify.annotations.NullMarked;
