/** A text's paragraphs, headings, list items and sentences, as the passages and what is shown of them are cut. */
@NullMarked
package io.vicinal.text.sentence;

import org.jspecify.annotations.NullMarked;
