/** The other services, over HTTP, where they are not in the process. */
@NullMarked
package io.vicinal.service.client;

import org.jspecify.annotations.NullMarked;
