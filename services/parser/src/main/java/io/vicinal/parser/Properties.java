package io.vicinal.parser;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.PagedText;
import org.apache.tika.metadata.Property;
import org.apache.tika.metadata.TikaCoreProperties;
import org.jspecify.annotations.Nullable;

/** What a file says about itself. */
final class Properties {
    private static final int MOST_CHARACTERS = 1000;

    /** @param pages that were seen in the text, or 0 */
    static Map<String, String> of(Metadata metadata, int pages) {
        Map<String, String> properties = new LinkedHashMap<>();
        String author = String.join(", ", metadata.getValues(TikaCoreProperties.CREATOR))
                .strip();
        if (!author.isEmpty() && author.length() <= MOST_CHARACTERS) {
            properties.put("author", author);
        }
        date(metadata, TikaCoreProperties.CREATED, "created", properties);
        date(metadata, TikaCoreProperties.MODIFIED, "modified", properties);
        @Nullable Integer stated = metadata.getInt(PagedText.N_PAGES);
        if (pages > 0) {
            properties.put("pages", Integer.toString(pages));
        } else if (stated != null && stated > 0) {
            properties.put("pages", stated.toString());
        }
        return properties;
    }

    private static void date(Metadata metadata, Property property, String name, Map<String, String> properties) {
        String stated = metadata.get(property);
        if (stated == null) {
            return;
        }
        try {
            // A time without a zone is taken for UTC, as Tika takes those of most formats.
            String zoned = stated.matches(".*(Z|[+-]\\d\\d:?\\d\\d)") ? stated : stated + 'Z';
            properties.put(
                    name,
                    OffsetDateTime.parse(zoned)
                            .toInstant()
                            .truncatedTo(ChronoUnit.SECONDS)
                            .toString());
        } catch (DateTimeException _) {
            // no date, then
        }
    }

    private Properties() {}
}
