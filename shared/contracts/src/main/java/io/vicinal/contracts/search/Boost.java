package io.vicinal.contracts.search;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a declared field adds to a score that is scaled to [0, 1]: {@code weight × value}, the value by one of three ways. A
 * document without a value of the field gets nothing.
 *
 * @param field of type date for {@code recency}, long or double for {@code numeric}, keyword or boolean for {@code values}
 * @param weight required, from −{@link #MAX_WEIGHT} to {@link #MAX_WEIGHT} and not 0; below 0 what has a high value sinks
 * @param values of the field (a boolean's are {@code true} and {@code false}) to −1 … 1; of several that a document has, the
 *     greatest of these counts; at most {@link #MAX_VALUES}
 */
@JsonInclude(Include.NON_NULL)
public record Boost(
        String field,
        @Nullable Double weight,
        @Nullable Recency recency,
        @Nullable Numeric numeric,
        @Nullable Map<String, Double> values) {
    /** Boosts of one search. */
    public static final int MAX_BOOSTS = 8;

    public static final double MAX_WEIGHT = 10;
    public static final int MAX_VALUES = 1000;

    /**
     * {@code 2^(−age / half-life)}: 1 at the origin and after it, half of that for every half-life before. Of several dates the
     * newest counts. (The exponential decay of Elasticsearch's function_score, with a decay of a half, to one side.)
     *
     * @param halfLife a whole number with {@code s}, {@code m}, {@code h} or {@code d}: {@code "30d"}
     * @param origin a date as in a field; null for now
     */
    @JsonInclude(Include.NON_NULL)
    public record Recency(String halfLife, @Nullable String origin) {
        private static final Pattern HALF_LIFE = Pattern.compile("([0-9]{1,9})([smhd])");
        private static final Duration LONGEST = Duration.ofDays(365_000);

        /** Null where it is none: not of the form, 0, or more than 1,000 years. */
        public static @Nullable Duration halfLife(@Nullable String text) {
            Matcher matcher = HALF_LIFE.matcher(text == null ? "" : text);
            if (!matcher.matches()) {
                return null;
            }
            long count = Long.parseLong(matcher.group(1));
            Duration halfLife = switch (matcher.group(2)) {
                case "s" -> Duration.ofSeconds(count);
                case "m" -> Duration.ofMinutes(count);
                case "h" -> Duration.ofHours(count);
                default -> Duration.ofDays(count);
            };
            return halfLife.isZero() || halfLife.compareTo(LONGEST) > 0 ? null : halfLife;
        }
    }

    /**
     * Of several numbers the greatest counts.
     *
     * @param pivot more than 0, of a saturation alone and required there: the number that gets a half
     */
    @JsonInclude(Include.NON_NULL)
    public record Numeric(
            @Nullable Function function, @Nullable Double pivot) {}

    /** The words of Elasticsearch's rank_feature and field_value_factor. */
    public enum Function {
        /** {@code (x − least) / (greatest − least)} of the candidates' numbers. */
        @JsonProperty("linear")
        LINEAR,
        /** {@code log(1 + x) / log(1 + greatest)} of the candidates' numbers, below 0 as 0: for counts, where tenfold is a step. */
        @JsonProperty("log1p")
        LOG1P,
        /** {@code x / (x + pivot)}, below 0 as 0: the same for a document whatever else is found. */
        @JsonProperty("saturation")
        SATURATION
    }
}
