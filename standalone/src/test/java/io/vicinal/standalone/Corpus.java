package io.vicinal.standalone;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;

/** Documents of random words, each with a mark of its own that a lexical search finds. */
final class Corpus {
    private static final List<String> WORDS = List.of(
            "amber", "basalt", "cobalt", "dune", "ember", "fjord", "garnet", "harbour", "indigo", "jasper", "kelp",
            "lagoon", "marble", "nectar", "onyx", "pearl", "quartz", "ridge");

    static List<String> documents(long seed, int count) {
        Random random = new Random(seed);
        return IntStream.range(0, count)
                .mapToObj(i -> JsonMapper.shared()
                        .writeValueAsString(Map.of(
                                "id", "d" + i, "text", words(random) + " " + mark(i) + ". " + words(random) + ".")))
                .toList();
    }

    static String mark(int document) {
        return "mark" + document + "x";
    }

    private static String words(Random random) {
        return IntStream.range(0, 20)
                .mapToObj(_ -> WORDS.get(random.nextInt(WORDS.size())))
                .collect(Collectors.joining(" "));
    }

    private Corpus() {}
}
