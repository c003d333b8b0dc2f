/** What the neighbours of a text say of it: labels, numbers, novelty, answers. */
@NullMarked
package io.vicinal.contracts.inference;

import org.jspecify.annotations.NullMarked;
