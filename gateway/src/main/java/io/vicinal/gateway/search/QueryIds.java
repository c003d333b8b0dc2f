package io.vicinal.gateway.search;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Ids of queries: random UUIDs (version 4) from a generator that never blocks on the system's entropy. */
final class QueryIds {

    static String next() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long high = (random.nextLong() & ~0xF000L) | 0x4000L;
        long low = (random.nextLong() & ~(3L << 62)) | (1L << 63);
        return new UUID(high, low).toString();
    }

    private QueryIds() {}
}
