/** The form of a record: headers, and the partition a document belongs to. */
@NullMarked
package io.vicinal.kafka.codec;

import org.jspecify.annotations.NullMarked;
