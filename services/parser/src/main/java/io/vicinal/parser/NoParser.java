package io.vicinal.parser;

import io.vicinal.parsing.ParseAnswer.Reason;
import java.io.InputStream;
import java.util.Set;
import org.apache.tika.metadata.HttpHeaders;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.mime.MediaType;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.Parser;
import org.xml.sax.ContentHandler;

/** Where no parser is meant for a type, none is tried. */
final class NoParser implements Parser {
    private static final long serialVersionUID = 1;

    @Override
    public Set<MediaType> getSupportedTypes(ParseContext context) {
        return Set.of();
    }

    @Override
    public void parse(InputStream in, ContentHandler handler, Metadata metadata, ParseContext context)
            throws RefusalException {
        throw new RefusalException(
                Reason.UNSUPPORTED, "Files of type %s are not read.".formatted(metadata.get(HttpHeaders.CONTENT_TYPE)));
    }
}
