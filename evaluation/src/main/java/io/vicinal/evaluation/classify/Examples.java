package io.vicinal.evaluation.classify;

import io.vicinal.evaluation.dataset.LabelledText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Examples that the platform learns from.
 *
 * @param name of the file
 * @param rows by their place in the file, which is their id
 */
record Examples(String name, Map<Integer, LabelledText> rows) {

    static Examples of(String name, List<LabelledText> texts) {
        Map<Integer, LabelledText> rows = new LinkedHashMap<>();
        texts.forEach(text -> rows.put(rows.size() + 1, text));
        return new Examples(name, rows);
    }

    /** So many of each label, drawn at random without putting back; all of a label that has no more. */
    Examples draw(int perLabel, RandomGenerator random) {
        Map<String, List<Map.Entry<Integer, LabelledText>>> byLabel = new LinkedHashMap<>();
        rows.entrySet()
                .forEach(row -> byLabel.computeIfAbsent(row.getValue().label(), _ -> new ArrayList<>())
                        .add(row));
        Map<Integer, LabelledText> drawn = new LinkedHashMap<>();
        byLabel.values().stream()
                .flatMap(ofLabel -> {
                    Collections.shuffle(ofLabel, random);
                    return ofLabel.stream().limit(perLabel);
                })
                .sorted(Comparator.comparing(Map.Entry::getKey))
                .forEach(row -> drawn.put(row.getKey(), row.getValue()));
        return new Examples(name, drawn);
    }

    List<String> labels() {
        return rows.values().stream().map(LabelledText::label).distinct().toList();
    }

    List<byte[]> json(String labelField) {
        return rows.entrySet().stream()
                .map(row -> row.getValue().json(row.getKey().toString(), labelField))
                .toList();
    }
}
