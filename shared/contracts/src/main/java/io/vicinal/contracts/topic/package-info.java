/** Topic names, record headers and partitioning: the form of the log. */
@NullMarked
package io.vicinal.contracts.topic;

import org.jspecify.annotations.NullMarked;
