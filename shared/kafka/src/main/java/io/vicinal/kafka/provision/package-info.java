/** The topics that hold a collection, and those that all collections share. */
@NullMarked
package io.vicinal.kafka.provision;

import org.jspecify.annotations.NullMarked;
