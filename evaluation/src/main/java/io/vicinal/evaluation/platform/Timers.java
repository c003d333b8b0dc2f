package io.vicinal.evaluation.platform;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The platform's stage timers at one moment, from Prometheus' text format; two of them tell where the time between went.
 */
public record Timers(Map<String, Reading> readings) {
    private static final Pattern SAMPLE = Pattern.compile("(vicinal_\\w+_seconds)_(sum|count)(\\{[^}]*})? (\\S+).*");

    /** @param seconds summed over all calls, which may run side by side */
    public record Reading(double seconds, long calls) {}

    /** A stage's share between two moments. */
    public record Stage(String name, double seconds, long calls) {}

    public static Timers parse(String text) {
        Map<String, Reading> readings = new HashMap<>();
        for (String line : text.lines().toList()) {
            Matcher sample = SAMPLE.matcher(line);
            if (sample.matches()) {
                double value = Double.parseDouble(sample.group(4));
                boolean sum = sample.group(2).equals("sum");
                String labels = sample.group(3) == null ? "" : sample.group(3);
                readings.merge(
                        sample.group(1) + labels,
                        sum ? new Reading(value, 0) : new Reading(0, Math.round(value)),
                        (a, b) -> new Reading(a.seconds + b.seconds, a.calls + b.calls));
            }
        }
        return new Timers(readings);
    }

    /** What was added since, the longest first; stages that did nothing are left out. */
    public List<Stage> since(Timers before) {
        List<Stage> stages = new ArrayList<>();
        readings.forEach((name, now) -> {
            Reading then = before.readings.getOrDefault(name, new Reading(0, 0));
            if (now.calls > then.calls) {
                stages.add(new Stage(name, now.seconds - then.seconds, now.calls - then.calls));
            }
        });
        stages.sort(Comparator.comparingDouble(Stage::seconds).reversed());
        return stages;
    }
}
