/** Places in a text. */
@NullMarked
package io.vicinal.contracts.text;

import org.jspecify.annotations.NullMarked;
