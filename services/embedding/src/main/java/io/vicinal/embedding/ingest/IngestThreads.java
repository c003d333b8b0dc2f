package io.vicinal.embedding.ingest;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Threads of the document side. */
final class IngestThreads {

    static ThreadPoolExecutor pool(String name, int threads, BlockingQueue<Runnable> waiting) {
        return new ThreadPoolExecutor(
                threads,
                threads,
                0,
                TimeUnit.SECONDS,
                waiting,
                Thread.ofPlatform().name(name, 0).daemon().factory());
    }

    private IngestThreads() {}
}
