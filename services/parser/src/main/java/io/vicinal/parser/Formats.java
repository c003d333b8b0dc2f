package io.vicinal.parser;

import java.io.IOException;
import java.util.List;
import org.apache.tika.detect.CompositeEncodingDetector;
import org.apache.tika.detect.DefaultDetector;
import org.apache.tika.detect.Detector;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.mime.MediaType;
import org.apache.tika.mime.MediaTypeRegistry;
import org.apache.tika.mime.MimeTypes;
import org.apache.tika.parser.CompositeParser;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.Parser;
import org.apache.tika.parser.epub.EpubParser;
import org.apache.tika.parser.html.HtmlEncodingDetector;
import org.apache.tika.parser.html.JSoupParser;
import org.apache.tika.parser.mail.RFC822Parser;
import org.apache.tika.parser.microsoft.OfficeParser;
import org.apache.tika.parser.microsoft.ooxml.OOXMLParser;
import org.apache.tika.parser.microsoft.rtf.RTFParser;
import org.apache.tika.parser.odf.OpenDocumentParser;
import org.apache.tika.parser.pdf.PDFParser;
import org.apache.tika.parser.xml.DcXMLParser;

/**
 * The types that are read, each by one parser. They are named here and not looked up on the class path, so that no parser
 * comes along that runs other programs or reads what nobody meant to offer.
 */
final class Formats {
    private static final MediaType MARKDOWN = MediaType.text("markdown");

    private final MimeTypes types = MimeTypes.getDefaultMimeTypes();
    private final Detector detector = new DefaultDetector(types);
    private final CompositeParser parser;

    Formats() {
        MediaTypeRegistry registry = types.getMediaTypeRegistry();
        JSoupParser pages = new JSoupParser();
        pages.setEncodingDetector(new CompositeEncodingDetector(List.of(new HtmlEncodingDetector(), new Utf8First())));
        parser = new CompositeParser(
                registry,
                new PDFParser(),
                new OOXMLParser(),
                new OfficeParser(),
                new OpenDocumentParser(),
                new RTFParser(),
                new EpubParser(),
                pages,
                new RFC822Parser(),
                new DcXMLParser(),
                new TableParser(),
                new VerbatimParser());
        parser.setFallback(new NoParser());
    }

    Parser parser() {
        return parser;
    }

    MediaTypeRegistry registry() {
        return types.getMediaTypeRegistry();
    }

    /** By content; the name only tells apart what looks alike, such as Markdown and plain text. */
    MediaType detect(TikaInputStream in, Metadata metadata) throws IOException {
        MediaType type = detector.detect(in, metadata);
        if (!isText(type)) {
            return type;
        }
        Metadata nameless = new Metadata();
        MediaType content = detector.detect(in, nameless);
        return content.equals(MediaType.OCTET_STREAM) ? content : type;
    }

    boolean reads(MediaType type) {
        ParseContext context = new ParseContext();
        MediaType at = type;
        while (at != null) {
            if (parser.getSupportedTypes(context).contains(at)) {
                return true;
            }
            at = types.getMediaTypeRegistry().getSupertype(at);
        }
        return false;
    }

    static boolean isMarkdown(MediaType type) {
        return type.getBaseType().equals(MARKDOWN);
    }

    private boolean isText(MediaType type) {
        MediaType base = type.getBaseType();
        return base.equals(MediaType.TEXT_PLAIN)
                || types.getMediaTypeRegistry().isSpecializationOf(base, MediaType.TEXT_PLAIN)
                        && !types.getMediaTypeRegistry().isSpecializationOf(base, MediaType.APPLICATION_XML)
                        && !base.equals(MediaType.TEXT_HTML)
                        && !base.equals(MediaType.parse("message/rfc822"));
    }

    /** @return the name without a path, as metadata for the detector */
    static Metadata named(String name) {
        Metadata metadata = new Metadata();
        metadata.set(TikaCoreProperties.RESOURCE_NAME_KEY, name);
        return metadata;
    }
}
