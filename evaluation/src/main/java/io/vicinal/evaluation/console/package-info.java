/** What a person at a terminal sees: sentences for errors, tables, progress. */
@NullMarked
package io.vicinal.evaluation.console;

import org.jspecify.annotations.NullMarked;
