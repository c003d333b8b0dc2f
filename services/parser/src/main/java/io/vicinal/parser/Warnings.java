package io.vicinal.parser;

import java.util.ArrayList;
import java.util.List;

/** What a user should know about how a file was read, without end only in number. */
final class Warnings {
    private static final int MOST = 20;
    private static final int NAME_SHOWN = 100;

    private final List<String> sentences = new ArrayList<>();
    private int more;

    void add(String sentence) {
        if (sentences.contains(sentence)) {
            return;
        }
        if (sentences.size() < MOST) {
            sentences.add(sentence);
        } else {
            more++;
        }
    }

    List<String> all() {
        List<String> all = new ArrayList<>(sentences);
        if (more > 0) {
            all.add("There are %,d more warnings.".formatted(more));
        }
        return all;
    }

    static String shortened(String name) {
        return name.length() <= NAME_SHOWN ? name : name.substring(0, NAME_SHOWN) + '…';
    }
}
