/** All services and the broker in one JVM. */
@NullMarked
package io.vicinal.standalone.platform;

import org.jspecify.annotations.NullMarked;
