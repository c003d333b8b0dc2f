/** Retrieval nodes that do as they are told. */
@NullMarked
package io.vicinal.testkit.retrieval;

import org.jspecify.annotations.NullMarked;
