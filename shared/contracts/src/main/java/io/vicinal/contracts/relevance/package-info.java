/** Whether what was found is good enough to be shown, and what is learned from those who look at it. */
@NullMarked
package io.vicinal.contracts.relevance;

import org.jspecify.annotations.NullMarked;
