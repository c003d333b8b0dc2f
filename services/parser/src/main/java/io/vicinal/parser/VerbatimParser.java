package io.vicinal.parser;

import java.io.IOException;
import java.io.InputStream;
import org.apache.tika.exception.TikaException;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.txt.TXTParser;
import org.apache.tika.sax.ContentHandlerDecorator;
import org.xml.sax.Attributes;
import org.xml.sax.ContentHandler;
import org.xml.sax.SAXException;

/** Text whose lines and spaces mean something: plain text, Markdown, source code. */
final class VerbatimParser extends TXTParser {
    private static final long serialVersionUID = 1;

    VerbatimParser() {
        setEncodingDetector(new Utf8First());
    }

    @Override
    public void parse(InputStream in, ContentHandler handler, Metadata metadata, ParseContext context)
            throws IOException, SAXException, TikaException {
        super.parse(in, new Preformatted(handler), metadata, context);
    }

    private static final class Preformatted extends ContentHandlerDecorator {
        Preformatted(ContentHandler handler) {
            super(handler);
        }

        @Override
        public void startElement(String uri, String local, String name, Attributes attributes) throws SAXException {
            boolean paragraph = local.equals("p");
            super.startElement(uri, paragraph ? "pre" : local, paragraph ? "pre" : name, attributes);
        }

        @Override
        public void endElement(String uri, String local, String name) throws SAXException {
            boolean paragraph = local.equals("p");
            super.endElement(uri, paragraph ? "pre" : local, paragraph ? "pre" : name);
        }
    }
}
