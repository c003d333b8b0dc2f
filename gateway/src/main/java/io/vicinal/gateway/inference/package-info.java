/** Labels and numbers of texts, over REST. */
@NullMarked
package io.vicinal.gateway.inference;

import org.jspecify.annotations.NullMarked;
