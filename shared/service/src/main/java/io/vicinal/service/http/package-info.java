/** Request bodies, read strictly and within limits. */
@NullMarked
package io.vicinal.service.http;

import org.jspecify.annotations.NullMarked;
