/** Every failure leaves as a problem detail (RFC 9457). */
@NullMarked
package io.vicinal.service.error;

import org.jspecify.annotations.NullMarked;
