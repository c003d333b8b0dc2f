package io.vicinal.evaluation.ann;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vicinal.contracts.collection.VectorFormat;
import io.vicinal.evaluation.ann.Curve.Point;
import io.vicinal.evaluation.report.Machine;
import io.vicinal.retrieval.candidates.SearchEffort;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnnBenchTest {
    private static final int DIMENSIONS = 32;

    @TempDir
    Path folder;

    @Test
    void queriesPerSecondAtARecallLieBetweenTwoPoints() {
        Curve curve = new Curve("int8", 1, List.of(new Point(10, 0.9, 4000), new Point(40, 1, 1000)));
        assertThat(curve.queriesPerSecondAt(0.95).orElseThrow()).isCloseTo(2000, within(1e-6));
        assertThat(curve.queriesPerSecondAt(1).orElseThrow()).isCloseTo(1000, within(1e-6));
        assertThat(curve.queriesPerSecondAt(0.8)).isEmpty();
        assertThat(curve.recallAt(40)).hasValue(1);
    }

    @Test
    void aShardIsMeasuredAgainstAllVectors() throws Exception {
        VectorFile indexed = vectors("indexed.f32", 1500, 1);
        VectorFile asked = vectors("asked.f32", 20, 2);
        assertThat(indexed.count()).isEqualTo(1500);
        Questions questions = Questions.of("random vectors", asked, indexed);
        assertThat(questions.nearest()).allMatch(nearest -> nearest.cardinality() == Questions.NEAREST);
        Curve curve;
        try (ShardIndex index = new ShardIndex(folder.resolve("index"), VectorFormat.INT8, indexed)) {
            curve = index.measure(questions, List.of(100));
        }
        // no graph in so small a segment: all is found, ordered by the exact cosine
        assertThat(curve.points())
                .extracting(Point::effort)
                .containsExactly(100, SearchEffort.usual(VectorFormat.INT8).neighbours());
        assertThat(curve.points()).allMatch(point -> point.recall() == 1 && point.queriesPerSecond() > 0);

        AnnResult result = new AnnResult(
                "random",
                Instant.EPOCH,
                Machine.here(),
                1500,
                DIMENSIONS,
                512,
                150,
                1,
                1.6,
                List.of(new AnnResult.Asked("random vectors", 20, List.of(curve))));
        assertThat(AnnReport.text(result)).contains("150 explored): 1.0000", "recall 0.98: 1.60");
        assertThat(AnnReport.html(result).toString()).contains("<svg", "int8");
    }

    private VectorFile vectors(String name, int count, long seed) throws Exception {
        Random random = new Random(seed);
        Path file = folder.resolve(name);
        try (VectorFile.Writer writer = new VectorFile.Writer(file)) {
            for (int i = 0; i < count; i++) {
                float[] vector = new float[DIMENSIONS];
                double square = 0;
                for (int d = 0; d < DIMENSIONS; d++) {
                    vector[d] = (float) random.nextGaussian();
                    square += vector[d] * vector[d];
                }
                for (int d = 0; d < DIMENSIONS; d++) {
                    vector[d] /= (float) Math.sqrt(square);
                }
                writer.add(vector);
            }
            writer.finish();
        }
        return VectorFile.open(file, DIMENSIONS);
    }
}
