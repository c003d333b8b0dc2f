/** Questions on their way to a grounded answer. */
@NullMarked
package io.vicinal.gateway.answer;

import org.jspecify.annotations.NullMarked;
