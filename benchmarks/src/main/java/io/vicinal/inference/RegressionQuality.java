package io.vicinal.inference;

import io.vicinal.inference.examples.Sample;
import io.vicinal.inference.regression.Estimate;
import io.vicinal.inference.regression.NumericExample;
import io.vicinal.inference.regression.NumericNeighbour;
import io.vicinal.inference.regression.RegressionModel;
import io.vicinal.inference.regression.RegressionTrainer;
import io.vicinal.inference.regression.Regressor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How often intervals hold numbers of texts that were never seen. A program: its argument is a folder with {@code train.f32} and
 * {@code test.f32} (vectors of 384 float32, little-endian, one after the other), {@code train.values} and {@code test.values}
 * (float32).
 */
public final class RegressionQuality {
    private static final double[] COVERAGES = {0.5, 0.8, 0.9, 0.95};

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        List<float[]> vectors = VectorFiles.vectors(folder.resolve("train.f32"));
        float[] values = VectorFiles.values(folder.resolve("train.values"));
        List<NumericExample> examples = new ArrayList<>();
        Sample<NumericExample> sample = RegressionTrainer.sample();
        for (int i = 0; i < values.length; i++) {
            examples.add(new NumericExample("d" + i, vectors.get(i), values[i]));
            sample.add(examples.getLast());
        }
        RegressionModel model = RegressionTrainer.train(sample, 2);
        System.out.printf("%s%n%s%n", model.setting(), model.report());
        Regressor regressor = new Regressor(model);
        List<float[]> texts = VectorFiles.vectors(folder.resolve("test.f32"));
        float[] truth = VectorFiles.values(folder.resolve("test.values"));
        List<List<NumericNeighbour>> neighbours = texts.stream()
                .map(text -> VectorFiles.nearest(
                        text, examples, NumericExample::vector, model.setting().neighbours()))
                .map(near -> near.stream()
                        .map(one -> new NumericNeighbour(
                                one.item().documentId(),
                                one.item().value(),
                                one.cosine(),
                                one.item().vector()))
                        .toList())
                .toList();
        for (double coverage : COVERAGES) {
            int held = 0;
            double width = 0;
            for (int i = 0; i < truth.length; i++) {
                Estimate estimate = regressor.regress(texts.get(i), neighbours.get(i), coverage);
                if (estimate.from() != null && estimate.to() != null) {
                    held += truth[i] >= estimate.from() && truth[i] <= estimate.to() ? 1 : 0;
                    width += estimate.to() - estimate.from();
                }
            }
            System.out.printf(
                    "intervals at %.2f: held %.4f, mean width %.2f%n",
                    coverage, (double) held / truth.length, width / truth.length);
        }
    }

    private RegressionQuality() {}
}
