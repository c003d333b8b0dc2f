package io.vicinal.inference.head;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * The least of a convex function, by L-BFGS (Nocedal and Wright, <i>Numerical Optimization</i>, 2nd ed., algorithm 7.5) with
 * steps halved until they gain.
 */
final class Lbfgs {
    private static final int MEMORY = 10;
    private static final double ARMIJO = 1e-4;
    private static final double SMALLEST_STEP = 1e-6;

    interface Function {
        /** @param gradient overwritten. @return the value */
        double at(double[] parameters, double[] gradient);
    }

    /** Overwrites a gradient with about the inverse of the second derivative times it. */
    interface Preconditioner {
        void apply(double[] gradient);
    }

    /** @param scale by how much the preconditioner is off: {@code step·change / change·(preconditioner·change)} */
    private record Pair(double[] step, double[] change, double product, double scale) {}

    /** @param enough stops where a round gains less, as a share of the value */
    static double[] minimise(
            Function function, Preconditioner preconditioner, double[] from, int rounds, double enough) {
        double[] here = from.clone();
        double[] gradient = new double[here.length];
        double value = function.at(here, gradient);
        Deque<Pair> memory = new ArrayDeque<>();
        for (int round = 0; round < rounds; round++) {
            double[] direction = direction(gradient, memory, preconditioner);
            double slope = dot(direction, gradient);
            if (!(slope < 0)) {
                break;
            }
            double size = 1;
            double[] next = moved(here, direction, size);
            double[] nextGradient = new double[here.length];
            double nextValue = function.at(next, nextGradient);
            while (!(nextValue <= value + ARMIJO * size * slope) && size > SMALLEST_STEP) {
                size /= 2;
                next = moved(here, direction, size);
                nextValue = function.at(next, nextGradient);
            }
            if (!(nextValue < value)) {
                break;
            }
            remember(memory, preconditioner, here, next, gradient, nextGradient);
            boolean done = value - nextValue <= enough * Math.abs(value);
            here = next;
            value = nextValue;
            gradient = nextGradient;
            if (done) {
                break;
            }
        }
        return here;
    }

    private static void remember(
            Deque<Pair> memory,
            Preconditioner preconditioner,
            double[] from,
            double[] to,
            double[] before,
            double[] after) {
        double[] step = new double[from.length];
        double[] change = new double[from.length];
        for (int i = 0; i < step.length; i++) {
            step[i] = to[i] - from[i];
            change[i] = after[i] - before[i];
        }
        double product = dot(step, change);
        if (product > 0) {
            double[] conditioned = change.clone();
            preconditioner.apply(conditioned);
            memory.addLast(new Pair(step, change, product, product / dot(change, conditioned)));
            if (memory.size() > MEMORY) {
                memory.removeFirst();
            }
        }
    }

    private static double[] direction(double[] gradient, Deque<Pair> memory, Preconditioner preconditioner) {
        double[] direction = gradient.clone();
        double[] shares = new double[memory.size()];
        int i = memory.size();
        for (Iterator<Pair> newestFirst = memory.descendingIterator(); newestFirst.hasNext(); ) {
            Pair pair = newestFirst.next();
            shares[--i] = dot(pair.step(), direction) / pair.product();
            add(direction, -shares[i], pair.change());
        }
        preconditioner.apply(direction);
        double scale = memory.isEmpty() ? 1 : memory.getLast().scale();
        for (int p = 0; p < direction.length; p++) {
            direction[p] *= scale;
        }
        for (Pair pair : memory) {
            double share = dot(pair.change(), direction) / pair.product();
            add(direction, shares[i++] - share, pair.step());
        }
        for (int p = 0; p < direction.length; p++) {
            direction[p] = -direction[p];
        }
        return direction;
    }

    private static double[] moved(double[] from, double[] direction, double size) {
        double[] to = from.clone();
        add(to, size, direction);
        return to;
    }

    private static void add(double[] to, double factor, double[] what) {
        for (int i = 0; i < to.length; i++) {
            to[i] += factor * what[i];
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private Lbfgs() {}
}
