package io.vicinal.inference.matrix;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Work over rows, in blocks that are the same whatever the number of threads, so that what is added up from their results in
 * their order is the same too. The threads end with it.
 */
public final class Blocks implements AutoCloseable {

    /** Work on rows {@code from} to {@code to}. */
    public interface Work<T> {
        T on(int from, int to);
    }

    private final ExecutorService threads;

    /** @param threads at least 1 */
    public Blocks(int threads) {
        this.threads = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().name("classifier-", 1).daemon().factory());
    }

    /** The results in the order of the blocks; the first failure is thrown. */
    public <T> List<T> map(int rows, int size, Work<T> work) {
        List<Callable<T>> tasks = new ArrayList<>();
        for (int from = 0; from < rows; from += size) {
            int first = from;
            int end = Math.min(rows, from + size);
            tasks.add(() -> work.on(first, end));
        }
        return all(tasks);
    }

    /** The results in order. */
    public <T> List<T> all(List<Callable<T>> tasks) {
        List<T> results = new ArrayList<>(tasks.size());
        try {
            for (Future<T> future : threads.invokeAll(tasks)) {
                results.add(future.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while training", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        }
        return results;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
