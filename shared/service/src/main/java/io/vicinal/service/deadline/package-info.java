/** Deadlines travel with a request from service to service. */
@NullMarked
package io.vicinal.service.deadline;

import org.jspecify.annotations.NullMarked;
