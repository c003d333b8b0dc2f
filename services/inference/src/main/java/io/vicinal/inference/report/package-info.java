/** What to expect of a classifier before the first text is sent. */
@NullMarked
package io.vicinal.inference.report;

import org.jspecify.annotations.NullMarked;
