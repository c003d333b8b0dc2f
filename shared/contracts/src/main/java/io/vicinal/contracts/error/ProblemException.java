package io.vicinal.contracts.error;

/** Carries a {@link Problem} through code that returns something else. Without a stack trace: it is a value. */
public final class ProblemException extends RuntimeException {
    private final Problem problem;

    public ProblemException(Problem problem) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
