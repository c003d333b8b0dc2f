/** Many groups of examples, of which each sends the label of its nearest one and nothing else. */
@NullMarked
package io.vicinal.inference.votes;

import org.jspecify.annotations.NullMarked;
