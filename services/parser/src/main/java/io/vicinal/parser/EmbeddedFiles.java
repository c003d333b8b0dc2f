package io.vicinal.parser;

import io.vicinal.parsing.ParseAnswer.Reason;
import io.vicinal.parsing.ParseLimits;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.TreeMap;
import org.apache.tika.exception.EncryptedDocumentException;
import org.apache.tika.exception.TikaException;
import org.apache.tika.extractor.EmbeddedDocumentExtractor;
import org.apache.tika.io.TemporaryResources;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.HttpHeaders;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.mime.MediaType;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.sax.BodyContentHandler;
import org.apache.tika.sax.EmbeddedContentHandler;
import org.jspecify.annotations.Nullable;
import org.xml.sax.ContentHandler;
import org.xml.sax.SAXException;

/**
 * Attachments and other files within a file: their text follows under a heading with their name. A bad one is left out
 * and said, and does not take the file with it.
 */
final class EmbeddedFiles implements EmbeddedDocumentExtractor {
    private final Formats formats;
    private final MarkdownHandler text;
    private final ParseContext context;
    private final ParseLimits limits;
    private final Warnings warnings;
    private final Map<String, Integer> leftOut = new TreeMap<>();
    private long bytes;
    private int files;
    private int depth;

    EmbeddedFiles(Formats formats, MarkdownHandler text, ParseContext context, ParseLimits limits, Warnings warnings) {
        this.formats = formats;
        this.text = text;
        this.context = context;
        this.limits = limits;
        this.warnings = warnings;
    }

    @Override
    public boolean shouldParseEmbedded(Metadata metadata) {
        return !isA(TikaCoreProperties.EmbeddedResourceType.THUMBNAIL, metadata);
    }

    @Override
    public void parseEmbedded(InputStream in, ContentHandler handler, Metadata metadata, boolean html)
            throws SAXException, IOException {
        String name = metadata.get(TikaCoreProperties.RESOURCE_NAME_KEY);
        try (TemporaryResources temporary = new TemporaryResources();
                TikaInputStream stream = TikaInputStream.get(new Counted(in), temporary, metadata)) {
            if (isA(TikaCoreProperties.EmbeddedResourceType.THUMBNAIL, metadata)) {
                return;
            }
            MediaType type = formats.detect(stream, metadata);
            if (!formats.reads(type)) {
                leftOut.merge(type.getBaseType().toString(), 1, Integer::sum);
                return;
            }
            if (!fits(name)) {
                return;
            }
            metadata.set(HttpHeaders.CONTENT_TYPE, type.toString());
            depth++;
            boolean named = !isBody(metadata);
            if (named) {
                text.beginEmbedded(name == null ? "Embedded file" : name);
            }
            try {
                Unpacked.check(stream, type, formats.registry(), limits.unpackedBytes());
                formats.parser()
                        .parse(stream, new EmbeddedContentHandler(new BodyContentHandler(handler)), metadata, context);
            } finally {
                depth--;
                if (named) {
                    text.endEmbedded();
                }
            }
        } catch (EncryptedDocumentException e) {
            warnings.add("The embedded file %s is encrypted and was left out.".formatted(shown(name)));
        } catch (TikaException | IOException | SAXException | RuntimeException e) {
            RefusalException refusal = RefusalException.in(e);
            if (refusal != null) {
                throw refusal;
            }
            warnings.add("The embedded file %s is damaged; what could be read of it was taken.".formatted(shown(name)));
        }
    }

    /** Says what was not read for its type, all of a type together: pictures alone may be hundreds. */
    void warn() {
        leftOut.forEach((type, count) -> warnings.add(
                "%,d embedded %s of type %s left out.".formatted(count, count == 1 ? "file" : "files", type)));
    }

    private boolean fits(@Nullable String name) {
        if (depth >= limits.embeddedDepth()) {
            warnings.add("The embedded file %s is more than %,d files deep and was left out."
                    .formatted(shown(name), limits.embeddedDepth()));
            return false;
        }
        if (files == limits.embeddedFiles()) {
            warnings.add(
                    "There are more than %,d embedded files; the rest was left out.".formatted(limits.embeddedFiles()));
            return false;
        }
        files++;
        return true;
    }

    /** A part that is the text of an e-mail itself, not attached to it. */
    private static boolean isBody(Metadata metadata) {
        return metadata.get(TikaCoreProperties.RESOURCE_NAME_KEY) == null
                && !isA(TikaCoreProperties.EmbeddedResourceType.ATTACHMENT, metadata);
    }

    private static boolean isA(TikaCoreProperties.EmbeddedResourceType type, Metadata metadata) {
        return type.toString().equals(metadata.get(TikaCoreProperties.EMBEDDED_RESOURCE_TYPE));
    }

    private static String shown(@Nullable String name) {
        return name == null ? "without a name" : '"' + Warnings.shortened(name) + '"';
    }

    /** Bytes of all embedded files, however deep, as they are unpacked. */
    private final class Counted extends FilterInputStream {
        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            count(b < 0 ? 0 : 1);
            return b;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = super.read(buffer, offset, length);
            count(Math.max(0, read));
            return read;
        }

        @Override
        public void close() {
            // the stream is its parser's
        }

        @Override
        public boolean markSupported() {
            return false;
        }

        private void count(int read) throws IOException {
            bytes += read;
            if (bytes > limits.unpackedBytes()) {
                throw new IOException(new RefusalException(
                        Reason.OVER_LIMITS,
                        "What is embedded in the file unpacks to more than %,d bytes; files like that are not read."
                                .formatted(limits.unpackedBytes())));
            }
        }
    }
}
