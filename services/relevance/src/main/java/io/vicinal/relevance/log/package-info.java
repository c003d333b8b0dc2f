/** What was judged, onto a log for those who learn. */
@NullMarked
package io.vicinal.relevance.log;

import org.jspecify.annotations.NullMarked;
