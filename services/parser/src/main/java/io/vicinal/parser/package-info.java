/** Turns files into text, in a process of its own that ingestion starts, bounds and replaces. */
@NullMarked
package io.vicinal.parser;

import org.jspecify.annotations.NullMarked;
