package io.vicinal.ingestion.files;

import io.vicinal.contracts.collection.FieldType;
import io.vicinal.contracts.document.DocumentLimits;
import io.vicinal.parsing.ParseAnswer.Parsed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known about a file, into the fields that the collection declares for it by these names; a collection that wants
 * none of it declares none of them.
 *
 * @param values of the document's fields
 * @param undeclared names that there is a value for and no field
 * @param warnings of fields whose type does not take the value
 */
record FileFields(Map<String, Object> values, List<String> undeclared, List<String> warnings) {

    static FileFields of(String name, Parsed parsed, Map<String, FieldType> declared) {
        FileFields fields = new FileFields(new LinkedHashMap<>(), new ArrayList<>(), new ArrayList<>());
        Map<String, Object> known = new LinkedHashMap<>();
        known.put("file_name", name);
        known.put("content_type", parsed.contentType());
        known.putAll(parsed.properties());
        known.computeIfPresent("pages", (_, pages) -> Integer.valueOf(pages.toString()));
        if (!parsed.pageStarts().isEmpty()) {
            known.put("page_starts", parsed.pageStarts());
        }
        known.forEach((field, value) -> fields.put(field, value, declared.get(field)));
        return fields;
    }

    private void put(String field, Object value, @Nullable FieldType type) {
        if (type == null) {
            undeclared.add(field);
        } else if (!takes(type, field, value)) {
            warnings.add("The field \"%s\" is declared %s, which does not take it; it was left out."
                    .formatted(field, type.name().toLowerCase(Locale.ROOT)));
        } else if (value instanceof List<?> values && values.size() > DocumentLimits.FIELD_VALUES) {
            warnings.add("There are %,d pages, more than the %,d values that a field may have; \"%s\" was left out."
                    .formatted(values.size(), DocumentLimits.FIELD_VALUES, field));
        } else {
            values.put(field, value);
        }
    }

    private static boolean takes(FieldType type, String field, Object value) {
        boolean number = !(value instanceof String);
        return switch (type) {
            case KEYWORD, TEXT -> !number;
            case LONG, DOUBLE -> number;
            case DATE -> field.equals("created") || field.equals("modified");
            case BOOLEAN -> false;
        };
    }
}
