/** How records become JSON: snake case, strict, vectors as base64. */
@NullMarked
package io.vicinal.contracts.json;

import org.jspecify.annotations.NullMarked;
