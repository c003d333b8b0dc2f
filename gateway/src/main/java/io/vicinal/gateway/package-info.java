/** The reactive edge: public REST, and the pipeline that turns a query into an answer. */
@NullMarked
package io.vicinal.gateway;

import org.jspecify.annotations.NullMarked;
