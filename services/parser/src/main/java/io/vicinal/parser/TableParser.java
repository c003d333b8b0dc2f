package io.vicinal.parser;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.Map;
import java.util.Set;
import org.apache.tika.exception.TikaException;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.mime.MediaType;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.ParserDecorator;
import org.apache.tika.parser.csv.TextAndCSVParser;
import org.jspecify.annotations.Nullable;
import org.xml.sax.ContentHandler;
import org.xml.sax.SAXException;

/**
 * Comma-separated values as a table. Left alone, Tika's parser doubts small files and makes one paragraph of them; so the
 * separator is the one that its first line has most of.
 */
final class TableParser extends ParserDecorator {
    private static final long serialVersionUID = 1;
    private static final MediaType CSV = MediaType.text("csv");
    private static final Set<MediaType> TYPES =
            Set.of(CSV, MediaType.text("tsv"), MediaType.text("tab-separated-values"));
    private static final Map<Character, String> SEPARATORS =
            Map.of(',', "comma", ';', "semicolon", '\t', "tab", '|', "pipe");

    private final Utf8First encodings = new Utf8First();

    TableParser() {
        super(new TextAndCSVParser());
    }

    @Override
    public Set<MediaType> getSupportedTypes(ParseContext context) {
        return TYPES;
    }

    @Override
    public void parse(InputStream in, ContentHandler handler, Metadata metadata, ParseContext context)
            throws IOException, SAXException, TikaException {
        @Nullable Charset detected = encodings.detect(in, metadata);
        Charset charset = detected == null ? Charset.forName("windows-1252") : detected;
        String first =
                new String(Utf8First.begin(in), charset).lines().findFirst().orElse("");
        char separator = SEPARATORS.keySet().stream()
                .max((a, b) -> Long.compare(count(first, a), count(first, b)))
                .orElse(',');
        metadata.set(
                TikaCoreProperties.CONTENT_TYPE_USER_OVERRIDE,
                "%s; charset=%s; delimiter=%s".formatted(CSV, charset.name(), SEPARATORS.get(separator)));
        super.parse(in, handler, metadata, context);
    }

    private static long count(String line, char separator) {
        return line.chars().filter(c -> c == separator).count();
    }
}
