package io.vicinal.inference;

import io.vicinal.inference.examples.IdOrder;
import io.vicinal.inference.fewshot.Candidate;
import io.vicinal.inference.fewshot.Selection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What examples are chosen for prompts about labelled texts, from vectors that lie in files: whether the text's own label is among
 * theirs, and how near they are to the text and to each other. A program: its arguments are a folder as for
 * {@link ClassificationQuality}, and {@code test} to read the test split with the default instead of comparing on train.
 */
public final class FewShotQuality {
    private static final int K = 8;
    private static final int POOL = 50;
    private static final int SEARCHES = 4;
    private static final int MOST_EVALUATED = 2000;
    private static final double[] DIVERSITIES = {0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.7, 1};

    /** Of the examples of a text: {@code own} is the share that have its label. */
    private record Figures(double hit, double own, double labels, double similarity, double likeness) {}

    private final List<Candidate> examples = new ArrayList<>();
    private final List<float[]> texts;
    private final int[] labels;
    private final int[] evaluated;
    /** Whether the texts are the examples themselves, each left out in its turn. */
    private final boolean isTrain;

    private FewShotQuality(Path folder, boolean isTrain) throws IOException {
        this.isTrain = isTrain;
        List<float[]> train = VectorFiles.vectors(folder.resolve("train.f32"));
        int[] ofTrain = VectorFiles.labels(folder.resolve("train.labels"));
        for (int i = 0; i < ofTrain.length; i++) {
            examples.add(new Candidate("d" + i, List.of("label-" + ofTrain[i]), 0, train.get(i)));
        }
        texts = isTrain ? train : VectorFiles.vectors(folder.resolve("test.f32"));
        labels = isTrain ? ofTrain : VectorFiles.labels(folder.resolve("test.labels"));
        evaluated = isTrain
                ? IntStream.range(0, labels.length)
                        .boxed()
                        .sorted(Comparator.comparingLong(i -> IdOrder.of("d" + i)))
                        .limit(MOST_EVALUATED)
                        .mapToInt(i -> i)
                        .toArray()
                : IntStream.range(0, labels.length).toArray();
    }

    public static void main(String[] arguments) throws IOException {
        boolean isTest = arguments.length > 1 && arguments[1].equals("test");
        new FewShotQuality(Path.of(arguments[0]), !isTest)
                .print(isTest ? new double[] {0, Double.parseDouble(arguments[2])} : DIVERSITIES);
    }

    private void print(double[] diversities) {
        for (boolean balanced : new boolean[] {false, true}) {
            List<List<Candidate>> pools = IntStream.of(evaluated)
                    .parallel()
                    .mapToObj(text -> pool(text, balanced))
                    .toList();
            for (double diversity : diversities) {
                List<Figures> all = IntStream.range(0, evaluated.length)
                        .parallel()
                        .mapToObj(i -> figures(
                                new Selection(pools.get(i), diversity, balanced).next(K),
                                "label-" + labels[evaluated[i]]))
                        .toList();
                System.out.printf(
                        "balanced %b diversity %.1f: own label among them %.4f, share of own %.3f, labels %.2f, to the text %.4f, to each other %.4f%n",
                        balanced,
                        diversity,
                        mean(all, Figures::hit),
                        mean(all, Figures::own),
                        mean(all, Figures::labels),
                        mean(all, Figures::similarity),
                        mean(all, Figures::likeness));
            }
        }
    }

    private static double mean(List<Figures> all, java.util.function.ToDoubleFunction<Figures> figure) {
        return all.stream().mapToDouble(figure).average().orElseThrow();
    }

    /** As the service finds it, exactly. */
    private List<Candidate> pool(int text, boolean balanced) {
        float[] vector = texts.get(text);
        List<Candidate> pool = new ArrayList<>();
        Set<String> found = new HashSet<>();
        for (int search = 0; search < SEARCHES && (search == 0 || (balanced && found.size() < K)); search++) {
            List<Candidate> others = examples.stream()
                    .filter(one -> !found.contains(one.labels().getFirst()))
                    .filter(one -> !isTrain || !one.documentId().equals("d" + text))
                    .toList();
            VectorFiles.nearest(vector, others, Candidate::vector, POOL).forEach(near -> {
                Candidate item = near.item();
                pool.add(new Candidate(item.documentId(), item.labels(), near.cosine(), item.vector()));
            });
            pool.forEach(one -> found.add(one.labels().getFirst()));
        }
        pool.sort(Comparator.comparingDouble((Candidate one) -> -one.similarity()));
        return pool;
    }

    private static Figures figures(List<Candidate> chosen, String label) {
        Set<String> distinct = new LinkedHashSet<>();
        chosen.forEach(one -> distinct.addAll(one.labels()));
        double likeness = 0;
        int pairs = 0;
        for (int i = 0; i < chosen.size(); i++) {
            for (int j = 0; j < i; j++) {
                likeness += cosine(chosen.get(i).vector(), chosen.get(j).vector());
                pairs++;
            }
        }
        return new Figures(
                distinct.contains(label) ? 1 : 0,
                chosen.stream().filter(one -> one.labels().contains(label)).count() / (double) chosen.size(),
                distinct.size(),
                chosen.stream().mapToDouble(Candidate::similarity).average().orElseThrow(),
                likeness / pairs);
    }

    private static double cosine(float[] a, float[] b) {
        double sum = 0;
        for (int c = 0; c < a.length; c++) {
            sum += (double) a[c] * b[c];
        }
        return sum;
    }
}
