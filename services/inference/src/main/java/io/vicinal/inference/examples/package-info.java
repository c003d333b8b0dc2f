/** What is learned from: unit vectors with labels or numbers, bounded, with duplicates known. */
@NullMarked
package io.vicinal.inference.examples;

import org.jspecify.annotations.NullMarked;
