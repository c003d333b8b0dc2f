package io.vicinal.inference.label;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.collection.FieldType;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.inference.ClassifyRequest;
import io.vicinal.contracts.inference.ClassifyRequest.DescribedLabel;
import io.vicinal.contracts.inference.ClassifyRequest.Method;
import io.vicinal.contracts.inference.NoveltyRequest;
import io.vicinal.contracts.inference.RegressRequest;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What requests must be, each fault with its field. */
final class RequestRules {
    private static final int DESCRIPTION_CHARACTERS = 10_000;

    static ClassifyRequest checked(ClassifyRequest asked, Collection collection) {
        requireModel("texts", collection);
        texts(asked.texts());
        labels(asked.labels());
        if (asked.labelField() != null || asked.labels() == null) {
            labelField("label_field", asked.labelField(), collection);
        }
        if (asked.k() != null) {
            within("k", asked.k(), 1, ClassifyRequest.MAX_K);
        }
        if (asked.temperature() != null
                && !(asked.temperature() > 0 && asked.temperature() <= ClassifyRequest.MAX_TEMPERATURE)) {
            throw ProblemType.INVALID_VALUE.exception(
                    "temperature",
                    "temperature must be above 0 and at most " + ClassifyRequest.MAX_TEMPERATURE + ", not "
                            + asked.temperature() + ".");
        }
        if (asked.maxRisk() != null && !(asked.maxRisk() > 0 && asked.maxRisk() < 1)) {
            throw ProblemType.INVALID_VALUE.exception(
                    "max_risk", "max_risk must be above 0 and below 1, not " + asked.maxRisk() + ".");
        }
        if (asked.method() == Method.VOTES) {
            votes(asked);
        }
        return asked;
    }

    static RegressRequest checked(RegressRequest asked, Collection collection) {
        requireModel("texts", collection);
        texts(asked.texts());
        field("value_field", asked.valueField(), collection, Set.of(FieldType.LONG, FieldType.DOUBLE, FieldType.DATE));
        Double coverage = asked.coverage();
        if (coverage != null
                && !(coverage >= RegressRequest.LEAST_COVERAGE && coverage <= RegressRequest.MOST_COVERAGE)) {
            throw ProblemType.INVALID_VALUE.exception(
                    "coverage",
                    "coverage must be from " + RegressRequest.LEAST_COVERAGE + " to " + RegressRequest.MOST_COVERAGE
                            + ", not " + coverage + ".");
        }
        return asked;
    }

    static NoveltyRequest checked(NoveltyRequest asked, Collection collection) {
        requireModel("texts", collection);
        texts(asked.texts());
        if (asked.field() != null) {
            labelField("field", asked.field(), collection);
        }
        return asked;
    }

    /** A field of either kind. */
    static String learnable(@Nullable String name, Collection collection) {
        requireModel("texts", collection);
        return field(
                "field",
                name,
                collection,
                Set.of(FieldType.KEYWORD, FieldType.BOOLEAN, FieldType.LONG, FieldType.DOUBLE, FieldType.DATE));
    }

    private static void votes(ClassifyRequest asked) {
        if (asked.labelField() == null) {
            throw ProblemType.MISSING_VALUE.exception(
                    "label_field", "Votes are those of examples: name a label_field.");
        }
        for (String property : new String[] {"k", "max_risk", "prior", "labels"}) {
            boolean isGiven = switch (property) {
                case "k" -> asked.k() != null;
                case "max_risk" -> asked.maxRisk() != null;
                case "prior" -> asked.prior() != null;
                default -> asked.labels() != null;
            };
            if (isGiven) {
                throw ProblemType.INVALID_VALUE.exception(
                        property, property + " does not go with method votes, which takes one vote of each shard.");
            }
        }
    }

    static void requireModel(String property, Collection collection) {
        if (!collection.hasModel()) {
            throw ProblemType.INVALID_VALUE.exception(
                    property,
                    "The collection " + collection.name()
                            + " has vectors of its user's own and no model that could encode a text.");
        }
    }

    private static void texts(@Nullable List<String> texts) {
        if (texts == null || texts.isEmpty()) {
            throw ProblemType.MISSING_VALUE.exception("texts", "texts must hold at least one text.");
        }
        if (texts.size() > ClassifyRequest.MAX_TEXTS) {
            throw ProblemType.TOO_LARGE.exception(
                    "texts",
                    texts.size() + " texts are more than the " + ClassifyRequest.MAX_TEXTS
                            + " of one request; send them in several, or as NDJSON.");
        }
        for (int i = 0; i < texts.size(); i++) {
            if (texts.get(i) == null || texts.get(i).isBlank()) {
                throw ProblemType.MISSING_VALUE.exception("texts[" + i + "]", "texts[" + i + "] is blank.");
            }
        }
    }

    private static void labels(@Nullable List<DescribedLabel> labels) {
        if (labels == null) {
            return;
        }
        if (labels.isEmpty()) {
            throw ProblemType.MISSING_VALUE.exception("labels", "labels must hold at least one label.");
        }
        if (labels.size() > ClassifyRequest.MAX_LABELS) {
            throw ProblemType.TOO_LARGE.exception(
                    "labels", labels.size() + " labels are more than " + ClassifyRequest.MAX_LABELS + ".");
        }
        Set<String> names = new HashSet<>();
        for (int i = 0; i < labels.size(); i++) {
            DescribedLabel label = labels.get(i);
            String field = "labels[" + i + "]";
            if (label == null || label.name() == null || label.name().isBlank()) {
                throw ProblemType.MISSING_VALUE.exception(field + ".name", "A label needs a name.");
            }
            if (!names.add(label.name())) {
                throw ProblemType.INVALID_VALUE.exception(
                        field + ".name", "The label " + label.name() + " is there twice.");
            }
            if (Objects.requireNonNullElse(label.description(), "").length() > DESCRIPTION_CHARACTERS) {
                throw ProblemType.TOO_LARGE.exception(
                        field + ".description", "A description has at most " + DESCRIPTION_CHARACTERS + " characters.");
            }
        }
    }

    static void labelField(String property, @Nullable String name, Collection collection) {
        field(property, name, collection, Set.of(FieldType.KEYWORD, FieldType.BOOLEAN));
    }

    private static String field(String property, @Nullable String name, Collection collection, Set<FieldType> types) {
        if (name == null || name.isBlank()) {
            throw ProblemType.MISSING_VALUE.exception(property, property + " must name a field of the collection.");
        }
        FieldType type = collection.fields().get(name);
        if (type == null) {
            throw ProblemType.UNDECLARED_FIELD.exception(
                    property,
                    "The field " + name + " is not declared in the collection " + collection.name()
                            + ", which declares "
                            + new TreeSet<>(collection.fields().keySet()) + ".");
        }
        if (!types.contains(type)) {
            throw wrongType(property, name, type, types);
        }
        return name;
    }

    private static ProblemException wrongType(String property, String name, FieldType type, Set<FieldType> types) {
        return ProblemType.INVALID_VALUE.exception(
                property,
                "The field " + name + " is of type " + text(type) + "; this takes "
                        + new TreeSet<>(types.stream().map(RequestRules::text).toList()) + ".");
    }

    private static String text(FieldType type) {
        return type.name().toLowerCase(java.util.Locale.ROOT);
    }

    static void within(String field, int value, int least, int most) {
        if (value < least || value > most) {
            throw ProblemType.INVALID_VALUE.exception(
                    field, field + " must be from " + least + " to " + most + ", not " + value + ".");
        }
    }

    private RequestRules() {}
}
