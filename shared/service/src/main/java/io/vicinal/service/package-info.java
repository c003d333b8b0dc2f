/** What every service has: errors, the service token, deadlines, clients of the other services, defaults. */
@NullMarked
package io.vicinal.service;

import org.jspecify.annotations.NullMarked;
