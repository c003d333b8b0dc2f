package io.vicinal.ingestion.submit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.contracts.error.ProblemType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SplitterTest {
    private static final String OVER = "<over the limit>";
    private static final List<String> ELEMENTS = List.of(
            "{}",
            "{\"id\":\"1\",\"text\":\"a ] } , { [ b\"}",
            "{\"text\":\"quote \\\" and backslash \\\\\"}",
            "{\"text\":\"\\\\\\\"\"}",
            "{\"a\":[{\"b\":[]},{}]}",
            "{\"text\":\"ünï👩‍👩‍👧‍👦\"}",
            "{not json}",
            "[1,[2]]",
            "\"a, ] string\"",
            "7",
            "-1.5e3",
            "null");

    @Test
    void findsTheSameElementsWhereverTheArrayIsCut() {
        body(new Random(), ",", "[", "]", () -> new JsonSplitter(200));
    }

    @Test
    void findsTheSameLinesWhereverTheyAreCut() {
        body(new Random(), "\n", "", "", () -> new LineSplitter(200));
    }

    private static void body(Random seeds, String separator, String open, String close, Supplier<Splitter> splitters) {
        long seed = seeds.nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 40; round++) {
            List<String> elements = random.ints(random.nextInt(8), 0, ELEMENTS.size())
                    .mapToObj(ELEMENTS::get)
                    .collect(Collectors.toCollection(ArrayList::new));
            if (random.nextInt(4) == 0) {
                elements.add("{\"text\":\"" + "x".repeat(200) + "\"}");
            }
            String space = List.of("", " ", "\t", "\r").get(random.nextInt(4));
            byte[] body = elements.stream()
                    .map(element -> space + element + space)
                    .collect(Collectors.joining(separator, (round % 2 == 0 ? "\ufeff" : "") + open, close))
                    .getBytes(UTF_8);
            List<String> expected = elements.stream()
                    .map(element -> element.length() > 200 ? OVER : element)
                    .toList();
            for (int cut = 0; cut <= body.length; cut++) {
                assertThat(split(splitters.get(), part(body, 0, cut), part(body, cut, body.length)))
                        .as("seed %d, round %d, cut at %d of %s", seed, round, cut, new String(body, UTF_8))
                        .isEqualTo(expected);
            }
            assertThat(split(
                            splitters.get(),
                            IntStream.range(0, body.length)
                                    .mapToObj(i -> part(body, i, i + 1))
                                    .toArray(byte[][]::new)))
                    .as("seed %d, round %d, byte by byte", seed, round)
                    .isEqualTo(expected);
        }
    }

    private static byte[] part(byte[] body, int from, int to) {
        return Arrays.copyOfRange(body, from, to);
    }

    private static List<String> split(Splitter splitter, byte[]... parts) {
        List<Element> elements = new ArrayList<>();
        for (byte[] part : parts) {
            elements.addAll(splitter.feed(part));
        }
        elements.addAll(splitter.end());
        assertThat(splitter.aborted()).isNull();
        return elements.stream()
                .map(element -> element.json() == null ? OVER : new String(element.json(), UTF_8).strip())
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[{\"id\":\"1\"}         | 1",
                "[{\"id\":\"1\"},        | 1",
                "[{\"id\":\"1\"},]       | 1",
                "[{\"id\":\"1\"} {}]     | 1",
                "[{\"id\":\"1\"},{\"id   | 1",
                "[{}] []                 | 1",
                "[,{}]                   | 0",
                "{\"id\":                | 0",
                "{} {}                   | 1",
                "hello                   | 0",
                "[                       | 0",
                "[7                      | 0",
            })
    void keepsWhatCameBeforeTheArrayBroke(String body, int elements) {
        JsonSplitter splitter = new JsonSplitter(1000);
        List<Element> found = new ArrayList<>(splitter.feed(body.getBytes(UTF_8)));
        found.addAll(splitter.end());
        assertThat(found).hasSize(elements);
        assertThat(splitter.aborted()).matches(ProblemType.MALFORMED_JSON::is);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", " \r\n\n\t\n"})
    void blankLinesAreNoElements(String body) {
        assertThat(split(new LineSplitter(100), body.getBytes(UTF_8))).isEmpty();
    }
}
