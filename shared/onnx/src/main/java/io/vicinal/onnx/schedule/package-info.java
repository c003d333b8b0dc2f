/** Who runs next: two lanes, a bounded queue, one worker for each session. */
@NullMarked
package io.vicinal.onnx.schedule;

import org.jspecify.annotations.NullMarked;
