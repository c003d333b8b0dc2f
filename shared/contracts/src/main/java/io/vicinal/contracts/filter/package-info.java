/** Which documents: operators over declared fields, and the bounds of ranges. */
@NullMarked
package io.vicinal.contracts.filter;

import org.jspecify.annotations.NullMarked;
