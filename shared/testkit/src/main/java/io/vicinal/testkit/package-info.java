/** What the tests of all modules share: real parts, ready to use. */
@NullMarked
package io.vicinal.testkit;

import org.jspecify.annotations.NullMarked;
