package io.vicinal.evaluation.bench;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How much of what the platform's encoders ran was padding, from its counters since it started. */
final class Padding {
    private static final Pattern PADDING = counter("vicinal_onnx_padding_tokens_total");
    private static final Pattern TOKENS = counter("vicinal_onnx_tokens_total");

    /** Padding as a share of the tokens, or null where the metrics do not say. */
    static @Nullable Double share(String prometheus) {
        double padding = sum(PADDING, prometheus, "");
        double tokens = sum(TOKENS, prometheus, "outcome=\"encoded\"");
        return Double.isNaN(padding) || Double.isNaN(tokens) || tokens == 0 ? null : padding / tokens;
    }

    private static Pattern counter(String name) {
        return Pattern.compile("(?m)^" + name + "(\\{[^}]*})? (\\S+)");
    }

    private static double sum(Pattern counter, String prometheus, String label) {
        Matcher samples = counter.matcher(prometheus);
        double sum = Double.NaN;
        while (samples.find()) {
            if (label.isEmpty() || (samples.group(1) != null && samples.group(1).contains(label))) {
                sum = (Double.isNaN(sum) ? 0 : sum) + Double.parseDouble(samples.group(2));
            }
        }
        return sum;
    }

    private Padding() {}
}
