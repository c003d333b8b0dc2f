package io.vicinal.retrieval.shard;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads that only take what searches leave. HotSpot ignores Java's priorities on Linux, so there the kernel is asked:
 * its {@code setpriority} works on the calling thread, and needs no permission to lower it.
 */
public final class LowPriority {
    private static final Logger log = LoggerFactory.getLogger(LowPriority.class);
    private static final int PRIO_PROCESS = 0;
    private static final int THIS_THREAD = 0;
    /** A tenth of the share that a normal thread gets of a contended core. */
    private static final int NICENESS = 10;

    private static final @Nullable MethodHandle SET_PRIORITY = setPriority();

    /** The calling thread is a background thread from now on. */
    public static void yieldToOthers() {
        Thread.currentThread().setPriority(Thread.MIN_PRIORITY);
        if (SET_PRIORITY != null) {
            try {
                int refused = (int) SET_PRIORITY.invokeExact(PRIO_PROCESS, THIS_THREAD, NICENESS);
                log.atTrace().addKeyValue("refused", refused).log("thread priority lowered");
            } catch (Throwable e) {
                log.atDebug().setCause(e).log("thread priority cannot be lowered");
            }
        }
    }

    private static @Nullable MethodHandle setPriority() {
        if (!System.getProperty("os.name", "").equals("Linux")) {
            return null;
        }
        try {
            Linker linker = Linker.nativeLinker();
            return SymbolLookup.libraryLookup("libc.so.6", Arena.global())
                    .find("setpriority")
                    .map(function -> linker.downcallHandle(
                            function,
                            FunctionDescriptor.of(
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.JAVA_INT)))
                    .orElse(null);
        } catch (RuntimeException | LinkageError e) {
            log.atDebug().setCause(e).log("thread priorities cannot be lowered");
            return null;
        }
    }

    private LowPriority() {}
}
