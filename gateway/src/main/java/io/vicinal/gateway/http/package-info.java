/** How a request is read: bounded JSON bodies, known query parameters, the tail of a path. */
@NullMarked
package io.vicinal.gateway.http;

import org.jspecify.annotations.NullMarked;
