package io.vicinal.evaluation.dataset;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Run and qrels files as trec_eval reads them.
 *
 * <p>trec_eval ignores the rank column, orders by score and breaks ties by document id, descending. So that every reader
 * sees the platform's own order, also where its scores are equal or differ below float precision, a run's score is the
 * number of hits from here to the end: a whole number, strictly falling.
 */
public final class TrecFiles {
    /** The columns are divided by blanks, so an id must not hold any. */
    private static final Pattern BLANK = Pattern.compile("\\s");

    public static void run(Path file, String tag, Map<String, List<String>> rankings) throws IOException {
        try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(file))) {
            rankings.forEach((query, ranking) -> {
                for (int i = 0; i < ranking.size(); i++) {
                    out.print(id(query) + " Q0 " + id(ranking.get(i)) + " " + (i + 1) + " " + (ranking.size() - i) + " "
                            + id(tag) + "\n");
                }
            });
        }
    }

    public static void qrels(Path file, Map<String, Map<String, Integer>> qrels) throws IOException {
        try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(file))) {
            qrels.forEach((query, gains) ->
                    gains.forEach((document, gain) -> out.print(id(query) + " 0 " + id(document) + " " + gain + "\n")));
        }
    }

    private static String id(String id) {
        return BLANK.matcher(id).replaceAll("_");
    }

    private TrecFiles() {}
}
