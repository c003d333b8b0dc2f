package io.vicinal.gateway.collection;

import io.vicinal.contracts.collection.FieldType;
import io.vicinal.contracts.collection.OnIngest;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.topic.Topics;
import io.vicinal.gateway.collection.OnIngestSchema.ClassifySchema;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What may be inferred of new documents. What breaks a rule is a {@code ProblemException} 400 that names the property. */
final class OnIngestRules {
    static final String PROPERTY = "on_ingest";
    static final String OUTPUT_TOPIC = PROPERTY + ".classify.output_topic";

    private static final String LABEL_FIELD = PROPERTY + ".classify.label_field";
    private static final String MAX_RISK = PROPERTY + ".classify.max_risk";
    private static final Pattern TOPIC = Pattern.compile("[a-zA-Z0-9._-]{1,249}");
    /** Kafka's own, such as {@code __consumer_offsets}. */
    private static final String INTERNAL = "__";

    private static final int SHOWN = 64;

    /**
     * With every default filled in.
     *
     * @param fields that the collection declares
     */
    static OnIngest resolve(String collection, OnIngestSchema given, Map<String, FieldType> fields, Instant since) {
        ClassifySchema classify = given.classify();
        if (classify == null) {
            throw ProblemType.MISSING_VALUE.exception(
                    PROPERTY + ".classify", "on_ingest says what is to be done with new documents: classify.");
        }
        return new OnIngest(new OnIngest.Classify(
                labelField(classify.labelField(), fields),
                outputTopic(classify.outputTopic(), collection),
                maxRisk(classify.maxRisk()),
                since));
    }

    private static String labelField(@Nullable String name, Map<String, FieldType> fields) {
        if (name == null || name.isBlank()) {
            throw ProblemType.MISSING_VALUE.exception(
                    LABEL_FIELD, "label_field must name the field whose label new documents are to be given.");
        }
        FieldType type = fields.get(name);
        if (type == null) {
            throw ProblemType.UNDECLARED_FIELD.exception(
                    LABEL_FIELD,
                    "The field " + shown(name) + " is not declared in the collection, which declares "
                            + new TreeSet<>(fields.keySet()) + ".");
        }
        if (type != FieldType.KEYWORD && type != FieldType.BOOLEAN) {
            throw invalid(
                    LABEL_FIELD,
                    "The field " + name + " is of type " + type.name().toLowerCase(Locale.ROOT)
                            + "; labels are of type keyword or boolean.");
        }
        return name;
    }

    private static String outputTopic(@Nullable String given, String collection) {
        String ours = Topics.classified(collection);
        String topic = Objects.requireNonNullElse(given, ours);
        if (!TOPIC.matcher(topic).matches() || topic.equals(".") || topic.equals("..")) {
            throw invalid(
                    OUTPUT_TOPIC,
                    "\"" + shown(topic)
                            + "\" cannot be the name of a topic: it has 1 to 249 of a-z, A-Z, 0-9, ., _ and -,"
                            + " and is neither . nor ...");
        }
        if (topic.startsWith(INTERNAL) || (topic.startsWith(Topics.PREFIX) && !topic.equals(ours))) {
            throw invalid(
                    OUTPUT_TOPIC,
                    "Topics that begin with " + INTERNAL + " are Kafka's own, and those that begin with "
                            + Topics.PREFIX + " the platform's. Take another name, or leave it out for " + ours + ".");
        }
        return topic;
    }

    private static @Nullable Double maxRisk(@Nullable Double risk) {
        if (risk != null && !(risk > 0 && risk < 1)) {
            throw invalid(MAX_RISK, "max_risk must be above 0 and below 1, not " + risk + ".");
        }
        return risk;
    }

    private static String shown(String value) {
        return value.length() <= SHOWN ? value : value.substring(0, SHOWN) + "…";
    }

    private static ProblemException invalid(String field, String detail) {
        return ProblemType.INVALID_VALUE.exception(field, detail);
    }

    private OnIngestRules() {}
}
