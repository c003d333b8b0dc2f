/** Labels, numbers and answers, each backed by the neighbours that it came from. */
@NullMarked
package io.vicinal.inference;

import org.jspecify.annotations.NullMarked;
