package io.vicinal.evaluation.bench;

import io.vicinal.contracts.json.Json;
import io.vicinal.evaluation.platform.VicinalClient;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * What sharing runs does to the vectors of short texts: each encoded in one large request against itself alone.
 *
 * @param texts how many
 * @param identical those whose vector is the same to the last bit
 * @param minimumCosine of the others, the farthest
 * @param medianCosine over all
 * @param sharing seconds of the request whose texts may share runs
 * @param alone seconds of the request whose texts may not
 */
record Company(int texts, int identical, double minimumCosine, double medianCosine, double sharing, double alone) {

    static Company of(VicinalClient client, List<String> texts) throws InterruptedException {
        long start = System.nanoTime();
        byte[] sharing = client.embeddings(EmbeddingRequests.body(texts, false));
        long between = System.nanoTime();
        byte[] alone = client.embeddings(EmbeddingRequests.body(texts, true));
        long end = System.nanoTime();
        List<float[]> together = vectors(sharing);
        List<float[]> reference = vectors(alone);
        int identical = 0;
        double[] cosines = new double[texts.size()];
        for (int i = 0; i < cosines.length; i++) {
            cosines[i] = dot(together.get(i), reference.get(i));
            identical += Arrays.equals(together.get(i), reference.get(i)) ? 1 : 0;
        }
        Arrays.sort(cosines);
        return new Company(
                cosines.length,
                identical,
                cosines[0],
                cosines[cosines.length / 2],
                (between - start) / 1e9,
                (end - between) / 1e9);
    }

    private static List<float[]> vectors(byte[] answer) {
        List<float[]> vectors = new ArrayList<>();
        for (JsonNode one : Json.mapper().readTree(answer).path("data")) {
            ByteBuffer bytes = ByteBuffer.wrap(
                            Base64.getDecoder().decode(one.path("embedding").stringValue()))
                    .order(ByteOrder.LITTLE_ENDIAN);
            float[] vector = new float[bytes.remaining() / Float.BYTES];
            bytes.asFloatBuffer().get(vector);
            vectors.add(vector);
        }
        return vectors;
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
