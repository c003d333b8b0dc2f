/** Internal endpoints need the service token. */
@NullMarked
package io.vicinal.service.security;

import org.jspecify.annotations.NullMarked;
