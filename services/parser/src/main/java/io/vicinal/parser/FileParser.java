package io.vicinal.parser;

import io.vicinal.parsing.ParseAnswer;
import io.vicinal.parsing.ParseAnswer.Parsed;
import io.vicinal.parsing.ParseAnswer.Reason;
import io.vicinal.parsing.ParseAnswer.Refused;
import io.vicinal.parsing.ParseRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.tika.exception.EncryptedDocumentException;
import org.apache.tika.exception.TikaException;
import org.apache.tika.exception.ZeroByteFileException;
import org.apache.tika.extractor.EmbeddedDocumentExtractor;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.HttpHeaders;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.mime.MediaType;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.Parser;
import org.apache.tika.parser.pdf.PDFParserConfig;
import org.apache.tika.sax.BodyContentHandler;
import org.jspecify.annotations.Nullable;
import org.xml.sax.SAXException;

/** One file at a time: 1. what it is, 2. its text, 3. what is known about it. */
final class FileParser {
    private static final Pattern MARKDOWN_HEADING = Pattern.compile("(?m)^ {0,3}#{1,6}[ \\t]+(\\S.*?)[ \\t#]*$");
    private static final long PDF_MEMORY_BYTES = 64 << 20;

    private final Formats formats = new Formats();
    private final Language language = new Language();

    ParseAnswer parse(ParseRequest request) throws IOException {
        if (Files.size(request.file()) == 0) {
            return new Refused(Reason.DAMAGED, null, "The file is empty.");
        }
        Metadata metadata = Formats.named(request.name());
        @Nullable MediaType type = null;
        try (TikaInputStream in = TikaInputStream.get(request.file(), metadata)) {
            type = formats.detect(in, metadata);
            if (!formats.reads(type)) {
                return new Refused(
                        Reason.UNSUPPORTED, name(type), "Files of type %s are not read.".formatted(name(type)));
            }
            metadata.set(HttpHeaders.CONTENT_TYPE, type.toString());
            return text(request, in, metadata, type);
        } catch (EncryptedDocumentException e) {
            return new Refused(Reason.ENCRYPTED, name(type), "The file is encrypted; send it without a password.");
        } catch (ZeroByteFileException e) {
            return new Refused(Reason.DAMAGED, name(type), "The file is empty.");
        } catch (TikaException | SAXException | IOException | RuntimeException e) {
            return Refusals.of(e, name(type));
        }
    }

    private ParseAnswer text(ParseRequest request, TikaInputStream in, Metadata metadata, MediaType type)
            throws TikaException, SAXException, IOException {
        BoundedText text = new BoundedText(request.limits().textBytes());
        MarkdownHandler handler = new MarkdownHandler(text, request.limits().depth());
        Warnings warnings = new Warnings();
        ParseContext context = new ParseContext();
        EmbeddedFiles embedded = new EmbeddedFiles(formats, handler, context, request.limits(), warnings);
        context.set(EmbeddedDocumentExtractor.class, embedded);
        context.set(Parser.class, formats.parser());
        context.set(PDFParserConfig.class, pdf());
        Unpacked.check(in, type, formats.registry(), request.limits().unpackedBytes());
        formats.parser().parse(in, new BodyContentHandler(handler), metadata, context);
        handler.endDocument();
        embedded.warn();
        if (text.isBlank()) {
            return new Refused(
                    Reason.NO_TEXT,
                    name(type),
                    Refusals.noText(handler.pageStarts().size()));
        }
        String written = text.toString();
        Map<String, String> properties =
                Properties.of(metadata, handler.pageStarts().size());
        language.of(written).ifPresent(found -> properties.put("language", found));
        Completeness.check(request.file(), type).ifPresent(warnings::add);
        return new Parsed(
                type.getBaseType().toString(),
                title(metadata, handler, type, written),
                written,
                handler.pageStarts(),
                properties,
                warnings.all());
    }

    private static @Nullable String title(Metadata metadata, MarkdownHandler handler, MediaType type, String text) {
        String title = metadata.get(TikaCoreProperties.TITLE);
        if (title != null && !title.isBlank()) {
            return MarkdownHandler.collapsed(title);
        }
        if (Formats.isMarkdown(type)) {
            Matcher heading = MARKDOWN_HEADING.matcher(text);
            return heading.find() ? heading.group(1) : null;
        }
        return handler.firstHeading();
    }

    /** Text as it is stored: no recognition of characters in pictures, no bookmarks once more at the end. */
    private static PDFParserConfig pdf() {
        PDFParserConfig config = new PDFParserConfig();
        config.setOcrStrategy(PDFParserConfig.OCR_STRATEGY.NO_OCR.toString());
        config.setExtractInlineImages(false);
        config.setExtractBookmarksText(false);
        config.setMaxMainMemoryBytes(PDF_MEMORY_BYTES);
        return config;
    }

    private static @Nullable String name(@Nullable MediaType type) {
        return type == null ? null : type.getBaseType().toString();
    }
}
