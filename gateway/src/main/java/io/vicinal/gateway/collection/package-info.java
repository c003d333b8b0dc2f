/** Collections at the edge: their schema is checked, registered, described and removed here. */
@NullMarked
package io.vicinal.gateway.collection;

import org.jspecify.annotations.NullMarked;
