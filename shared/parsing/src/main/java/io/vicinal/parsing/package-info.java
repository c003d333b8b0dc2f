/** What ingestion asks of a parsing process and what it answers, as frames over the process' standard input and output. */
@NullMarked
package io.vicinal.parsing;

import org.jspecify.annotations.NullMarked;
