/** The platform under measurement: started for the purpose or attached to, and spoken to by its public REST API alone. */
@NullMarked
package io.vicinal.evaluation.platform;

import org.jspecify.annotations.NullMarked;
