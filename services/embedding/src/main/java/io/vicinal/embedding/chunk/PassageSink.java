package io.vicinal.embedding.chunk;

/** Takes passages in order as they are cut, and may block to slow the cutting down. */
@FunctionalInterface
public interface PassageSink {
    void accept(Passage passage) throws InterruptedException;
}
