/** Errors as values of the API: stable types, the field at fault, what to do. */
@NullMarked
package io.vicinal.contracts.error;

import org.jspecify.annotations.NullMarked;
