package io.vicinal.embedding.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vicinal.contracts.embedding.PassageTokens;
import io.vicinal.contracts.embedding.SparseWeights;
import io.vicinal.contracts.embedding.TokenFormat;
import io.vicinal.embedding.compress.TokenCompression;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

class PassageCacheTest {
    private static final DataSize LARGE = DataSize.ofMegabytes(64);
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

    @TempDir
    Path folder;

    @Test
    void whatWasPutIsThereBitForBitAfterAStartToo() {
        try (PassageCache cache = open(LARGE)) {
            assertThat(cache.get(key(1))).isNull();
            cache.put(key(1), vectors(1));
            cache.put(key(2), new PassageVectors(new float[] {0.1f, Float.MIN_VALUE}, null));
            assertSame(cache.get(key(1)), vectors(1));
        }
        try (PassageCache cache = open(LARGE)) {
            assertSame(cache.get(key(1)), vectors(1));
            assertThat(cache.get(key(2)).dense()).containsExactly(0.1f, Float.MIN_VALUE);
            assertThat(cache.get(key(2)).tokens()).isNull();
            assertThat(cache.get(key(3))).isNull();
        }
        assertThat(count("hit")).isEqualTo(4);
        assertThat(count("miss")).isEqualTo(2);
    }

    @Test
    void keepsToItsSizeAndForgetsWhatNobodyAskedFor() throws IOException {
        DataSize size = DataSize.ofMegabytes(8);
        try (PassageCache cache = open(size)) {
            for (int i = 0; i < 12_000; i++) {
                cache.put(key(i), vectors(i));
                assertThat(cache.get(key(0))).as("asked for again and again").isNotNull();
            }
            assertThat(cache.get(key(1))).isNull();
            assertSame(cache.get(key(11_999)), vectors(11_999));
            assertThat(metrics.get("vicinal.embedding.passage-cache.bytes")
                            .gauge()
                            .value())
                    .isBetween(1e6, 1.25 * size.toBytes());
        }
        assertThat(bytes()).isBetween(1L << 20, (long) (1.25 * size.toBytes()));
    }

    @Test
    void aCrashLosesTheLastMomentAtMost() throws Exception {
        Path copy = folder.resolve("copy");
        try (PassageCache cache = open(LARGE)) {
            cache.put(key(1), vectors(1));
            Thread.sleep(2500); // it commits once a second
            cache.put(key(2), vectors(2));
            Files.createDirectories(copy);
            for (Path file : files()) { // as the disk is when the power goes
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        try (PassageCache cache = PassageCache.open(copy, LARGE, metrics)) {
            assertSame(cache.get(key(1)), vectors(1));
            PassageVectors last = cache.get(key(2));
            if (last != null) {
                assertSame(last, vectors(2));
            }
        }
    }

    @Test
    void aBrokenFileNeverGivesAWrongVector() throws Exception {
        List<Integer> all = IntStream.range(0, 300).boxed().toList();
        try (PassageCache cache = open(LARGE)) {
            all.forEach(i -> cache.put(key(i), vectors(i)));
        }
        byte[] whole = Files.readAllBytes(files().getFirst());
        Path file = files().getFirst();
        for (int seed = 0; seed < 8; seed++) {
            Random random = new Random(seed);
            byte[] broken = whole.clone();
            if (seed == 0) {
                broken = new byte[] {1, 2, 3};
            } else if (seed == 1) {
                broken = Arrays.copyOf(whole, whole.length / 2);
            } else {
                for (int flips = 0; flips < 1 << seed; flips++) {
                    broken[random.nextInt(broken.length)] ^= (byte) (1 << random.nextInt(8));
                }
            }
            for (Path old : files()) {
                Files.delete(old);
            }
            Files.write(file, broken);
            try (PassageCache cache = open(LARGE)) {
                for (int i : all) {
                    PassageVectors found = cache.get(key(i));
                    if (found != null) {
                        assertSame(found, vectors(i));
                    }
                }
                cache.put(key(1000), vectors(1000));
            }
        }
    }

    @Test
    void whereItsFolderIsInUseOrCannotBeMadeThereIsNone() throws IOException {
        try (PassageCache first = open(LARGE);
                PassageCache second = open(LARGE)) {
            first.put(key(1), vectors(1));
            assertThat(second.isOpen()).isFalse();
            second.put(key(2), vectors(2));
            assertThat(second.get(key(1))).isNull();
            assertSame(first.get(key(1)), vectors(1));
        }
        Path occupied = Files.writeString(folder.resolve("file"), "x");
        assertThat(PassageCache.open(occupied, LARGE, metrics).isOpen()).isFalse();
        assertThat(PassageCache.open(null, LARGE, metrics).isOpen()).isFalse();
        assertThat(PassageCache.open(folder, DataSize.ofBytes(0), metrics).isOpen())
                .isFalse();
    }

    @Test
    void aKeyIsTheModelTheTokensAndWhatIsTakenOfThem() {
        long[] ids = {101, 7, 102};
        TokenCompression bits = new TokenCompression(8, TokenFormat.BINARY, new float[] {1});
        assertThat(Stream.of(
                                PassageKey.of("m", ids, null),
                                PassageKey.of("n", ids, null),
                                PassageKey.of("m", new long[] {101, 8, 102}, null),
                                PassageKey.of("m", ids, bits),
                                PassageKey.of("m", ids, new TokenCompression(4, TokenFormat.BINARY, bits.mean())),
                                PassageKey.of("m", ids, new TokenCompression(8, TokenFormat.INT8, bits.mean())),
                                PassageKey.of("m", ids, new TokenCompression(8, TokenFormat.BINARY, new float[] {2})),
                                PassageKey.of("m", ids, new TokenCompression(8, TokenFormat.BINARY, null)))
                        .distinct())
                .hasSize(8);
        assertThat(PassageKey.of("m", ids.clone(), bits)).isEqualTo(PassageKey.of("m", ids, bits));
    }

    @Test
    void keepsTheWeightsOfSparseModelsBesideVectors() {
        SparseWeights weights = new SparseWeights(new int[] {3, 30_000}, new float[] {1f / 3, 2});
        PassageKey sparse = PassageKey.of("splade", new long[] {1}, null);
        try (PassageCache cache = open(LARGE)) {
            cache.put(sparse, weights);
            cache.put(key(1), vectors(1));
        }
        try (PassageCache cache = open(LARGE)) {
            assertThat(cache.weights(sparse)).usingRecursiveComparison().isEqualTo(weights);
            assertSame(cache.get(key(1)), vectors(1));
            assertThat(cache.weights(key(1))).isNull();
            assertThat(cache.get(sparse)).isNull();
        }
    }

    private PassageCache open(DataSize size) {
        return PassageCache.open(folder, size, metrics);
    }

    private double count(String result) {
        return metrics.get("cache.gets").tag("result", result).counter().count();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private long bytes() throws IOException {
        long bytes = 0;
        for (Path file : files()) {
            bytes += Files.size(file);
        }
        return bytes;
    }

    private static PassageKey key(int i) {
        return PassageKey.of("model", new long[] {i}, null);
    }

    private static PassageVectors vectors(int i) {
        Random random = new Random(i);
        float[] dense = new float[384];
        for (int d = 0; d < dense.length; d++) {
            dense[d] = random.nextFloat();
        }
        byte[] data = new byte[40 * 48];
        random.nextBytes(data);
        return new PassageVectors(dense, new PassageTokens(TokenFormat.BINARY, 40, 384, data));
    }

    private static void assertSame(PassageVectors found, PassageVectors expected) {
        assertThat(found.dense()).containsExactly(expected.dense());
        assertThat(found.tokens()).usingRecursiveComparison().isEqualTo(expected.tokens());
    }
}
