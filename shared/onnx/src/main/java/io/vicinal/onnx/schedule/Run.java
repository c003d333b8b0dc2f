package io.vicinal.onnx.schedule;

import java.util.ArrayList;
import java.util.List;

/** The texts of one run while it is put together: of like length, so that little of it is padding. */
final class Run {
    /** No text is padded by more than this part of the longest one's length, and so neither is the run. */
    static final double MOST_PADDING = 0.03;

    private final List<Job<?>> jobs = new ArrayList<>();
    private final Job<?> first;
    private int longest;
    private int shortest;

    Run(Job<?> first) {
        this.first = first;
        this.longest = first.tokens();
        this.shortest = first.tokens();
        jobs.add(first);
    }

    void add(Job<?> job) {
        jobs.add(job);
        longest = Math.max(longest, job.tokens());
        shortest = Math.min(shortest, job.tokens());
    }

    Job<?> first() {
        return first;
    }

    int longest() {
        return longest;
    }

    /** The shortest text that may be padded to the longest one's length. */
    int shortestThatFits() {
        return shortestBeside(longest);
    }

    /** Whether one more text, at least as long as all others, may join a run of at most so many tokens, padding counted. */
    boolean fits(int tokens, int runTokens) {
        return shortest >= shortestBeside(tokens) && (jobs.size() + 1) * tokens <= runTokens;
    }

    /** Padding counted. */
    static int tokens(List<Job<?>> run) {
        return longest(run) * run.size();
    }

    static int longest(List<Job<?>> run) {
        int longest = 0;
        for (Job<?> job : run) {
            longest = Math.max(longest, job.tokens());
        }
        return longest;
    }

    List<Job<?>> jobs() {
        return jobs;
    }

    private static int shortestBeside(int tokens) {
        return (int) Math.ceil(tokens * (1 - MOST_PADDING));
    }
}
