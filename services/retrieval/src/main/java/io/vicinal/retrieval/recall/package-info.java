/** Recall as a service level: measured on real queries in idle time, and search effort that follows it to a target. */
@NullMarked
package io.vicinal.retrieval.recall;

import org.jspecify.annotations.NullMarked;
