/** What judgements and clicks teach: a view of two logs, and the models that come of it. */
@NullMarked
package io.vicinal.relevance.learn;

import org.jspecify.annotations.NullMarked;
