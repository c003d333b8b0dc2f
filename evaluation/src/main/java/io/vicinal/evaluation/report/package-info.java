/** Results as JSON and as a self-contained HTML page with charts. */
@NullMarked
package io.vicinal.evaluation.report;

import org.jspecify.annotations.NullMarked;
