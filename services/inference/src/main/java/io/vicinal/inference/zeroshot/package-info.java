/** Labels that are known by what they are called and described as. */
@NullMarked
package io.vicinal.inference.zeroshot;

import org.jspecify.annotations.NullMarked;
