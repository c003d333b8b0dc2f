/** How often each label is expected, and what follows for a distribution. */
@NullMarked
package io.vicinal.inference.prior;

import org.jspecify.annotations.NullMarked;
