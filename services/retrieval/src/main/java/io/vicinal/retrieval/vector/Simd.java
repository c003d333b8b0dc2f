package io.vicinal.retrieval.vector;

/** Whether vectors are compared by SIMD instructions: the JVM must be started with the incubating Vector API. */
public final class Simd {
    static final String MODULE = "jdk.incubator.vector";

    private static final boolean ON = ModuleLayer.boot().findModule(MODULE).isPresent();

    public static boolean isOn() {
        return ON;
    }

    /** The widest vectors that the processor has, in bits; 0 where SIMD is off. */
    public static int bits() {
        return ON ? Int8DotProduct.bits() : 0;
    }

    private Simd() {}
}
