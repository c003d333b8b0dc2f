package io.vicinal.inference.classifier;

import io.vicinal.inference.neighbours.Neighbour;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The labels of a model and, after them, those that only neighbours have: examples that came after training. */
record LabelNumbers(List<String> names, Map<String, Integer> numbers) {

    static LabelNumbers of(List<String> known, List<Query> queries) {
        List<String> names = new ArrayList<>(known);
        Map<String, Integer> numbers = new HashMap<>();
        known.forEach(name -> numbers.put(name, numbers.size()));
        for (Query query : queries) {
            for (Neighbour neighbour : query.neighbours()) {
                for (String label : neighbour.labels()) {
                    if (numbers.putIfAbsent(label, names.size()) == null) {
                        names.add(label);
                    }
                }
            }
        }
        return new LabelNumbers(names, numbers);
    }

    int size() {
        return names.size();
    }

    int[][] of(List<Neighbour> neighbours) {
        return neighbours.stream()
                .map(neighbour -> neighbour.labels().stream()
                        .mapToInt(label -> Objects.requireNonNull(numbers.get(label)))
                        .distinct()
                        .toArray())
                .toArray(int[][]::new);
    }
}
