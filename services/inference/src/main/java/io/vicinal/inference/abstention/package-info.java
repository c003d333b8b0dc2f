/** Saying nothing rather than something that is too likely to be wrong. */
@NullMarked
package io.vicinal.inference.abstention;

import org.jspecify.annotations.NullMarked;
