package io.vicinal.evaluation;

import io.vicinal.evaluation.console.UserError;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code name:type} as given on the command line; whether the type exists is the platform's to say. */
final class FieldDeclarations {
    static Map<String, String> parse(String[] declarations) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String declaration : declarations) {
            int colon = declaration.lastIndexOf(':');
            if (colon < 1 || colon == declaration.length() - 1) {
                throw new UserError("--fields takes name:type, such as year:long, and not '" + declaration + "'.");
            }
            fields.put(
                    declaration.substring(0, colon).strip(),
                    declaration.substring(colon + 1).strip());
        }
        return fields;
    }

    private FieldDeclarations() {}
}
