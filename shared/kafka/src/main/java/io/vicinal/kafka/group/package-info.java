/** Membership of a consumer group. */
@NullMarked
package io.vicinal.kafka.group;

import org.jspecify.annotations.NullMarked;
