/** Documents with several labels: each label a question of its own. */
@NullMarked
package io.vicinal.inference.multilabel;

import org.jspecify.annotations.NullMarked;
