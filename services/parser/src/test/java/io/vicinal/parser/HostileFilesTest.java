package io.vicinal.parser;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.vicinal.parsing.ParseAnswer;
import io.vicinal.parsing.ParseAnswer.Parsed;
import io.vicinal.parsing.ParseAnswer.Reason;
import io.vicinal.parsing.ParseAnswer.Refused;
import io.vicinal.parsing.ParseLimits;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What bad files are answered with, as far as the process itself can tell; its memory and time are ingestion's to watch. */
class HostileFilesTest {
    private static final ParseLimits LIMITS = new ParseLimits(1 << 20, 256, 5, 3, 64 << 20);

    @TempDir
    Path folder;

    @Test
    void anEncryptedFileIsSaidToBeEncrypted() throws Exception {
        assertThat(refused("a.pdf", Samples.encryptedPdf("secret", "text")).reason())
                .isEqualTo(Reason.ENCRYPTED);
    }

    @Test
    void aTruncatedPdfIsRefusedOrReadAsFarAsItGoesWithAWarning() throws Exception {
        byte[] whole = Samples.pdf("The first page.", "The second page.");
        ParseAnswer half = parse("a.pdf", Arrays.copyOf(whole, whole.length / 2));
        assertThat(half).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.reason()).isIn(Reason.DAMAGED, Reason.NO_TEXT);
            assertThat(refused.contentType()).isEqualTo("application/pdf");
        });
        ParseAnswer nearly = parse("a.pdf", Arrays.copyOf(whole, whole.length - 12));
        assertThat(nearly)
                .isInstanceOfSatisfying(
                        Parsed.class,
                        parsed -> assertThat(parsed.warnings())
                                .containsExactly(
                                        "The file has no end mark and may be cut off; what could be read was taken."));
    }

    @Test
    void aDamagedOfficeFileIsRefused() throws Exception {
        byte[] whole = Samples.docx();
        assertThat(refused("a.docx", Arrays.copyOf(whole, whole.length * 2 / 3)).reason())
                .isIn(Reason.DAMAGED, Reason.UNSUPPORTED);
    }

    @Test
    void anEmptyFileAndOneWithoutTextAreRefused() throws Exception {
        assertThat(refused("a.txt", new byte[0]).detail()).contains("empty");
        assertThat(refused("a.txt", " \n\t".getBytes(UTF_8)).reason()).isEqualTo(Reason.NO_TEXT);
        Refused scan = refused("a.pdf", Samples.pdf("", "", ""));
        assertThat(scan.reason()).isEqualTo(Reason.NO_TEXT);
        assertThat(scan.detail()).contains("3 pages", "pictures");
    }

    @Test
    void whatNoParserIsMeantForIsNamed() throws Exception {
        assertThat(refused("a.txt", new byte[] {1, 2, 3, 0, 5, (byte) 200, (byte) 201, 0, 0})
                        .reason())
                .isEqualTo(Reason.UNSUPPORTED);
        Refused zip = refused("a.zip", Samples.zip(Map.of("a.txt", "text"), false));
        assertThat(zip.reason()).isEqualTo(Reason.UNSUPPORTED);
        assertThat(zip.detail()).contains("application/zip");
    }

    @Test
    void tenThousandLevelsOfHtmlAndXmlAreRefused() throws Exception {
        String html = "<html><body>" + "<blockquote>".repeat(10_000) + "text" + "</blockquote>".repeat(10_000)
                + "</body></html>";
        assertThat(refused("a.html", html.getBytes(UTF_8)).reason()).isEqualTo(Reason.OVER_LIMITS);
        String xml = "<?xml version='1.0'?>" + "<a>".repeat(10_000) + "text" + "</a>".repeat(10_000);
        assertThat(refused("a.xml", xml.getBytes(UTF_8)).reason()).isIn(Reason.OVER_LIMITS, Reason.DAMAGED);
    }

    @Test
    void mailWithinMailIsReadSoDeepAndNoDeeper() throws Exception {
        byte[] mail = Samples.mail("innermost", Map.of());
        for (int level = 0; level < 6; level++) {
            mail = Samples.mail("level " + level, Map.of("inner.eml", mail));
        }
        Parsed parsed = (Parsed) parse("a.eml", mail);
        assertThat(parsed.text()).contains("level 5", "level 3").doesNotContain("innermost");
        assertThat(parsed.warnings()).anyMatch(warning -> warning.contains("3 files deep"));
    }

    @Test
    void manyAttachmentsAreReadSoManyAndNoMore() throws Exception {
        Map<String, byte[]> attachments = new LinkedHashMap<>();
        for (int i = 0; i < 9; i++) {
            attachments.put("part" + i + ".txt", ("text" + i).getBytes(UTF_8));
        }
        Parsed parsed = (Parsed) parse("a.eml", Samples.mail("body", attachments));
        assertThat(parsed.text()).contains("text0").doesNotContain("text8");
        assertThat(parsed.warnings()).containsExactly("There are more than 5 embedded files; the rest was left out.");
    }

    @Test
    void moreTextThanADocumentHoldsIsRefusedAndNotCut() throws Exception {
        Refused refused = refused("a.txt", "words ".repeat(200_000).getBytes(UTF_8));
        assertThat(refused.reason()).isEqualTo(Reason.TOO_MUCH_TEXT);
        assertThat(refused.detail()).contains("1,048,576");
    }

    @Test
    void aZipBombInAnOfficeFileIsFoundOut() throws Exception {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put(
                "[Content_Types].xml",
                "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'>"
                        + "<Default Extension='rels' ContentType='application/vnd.openxmlformats-package.relationships+xml'/>"
                        + "<Override PartName='/word/document.xml' ContentType='application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml'/></Types>");
        parts.put(
                "_rels/.rels",
                "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'><Relationship Id='r1' "
                        + "Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument' Target='word/document.xml'/></Relationships>");
        parts.put(
                "word/document.xml",
                "<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'><w:body><w:p><w:r><w:t>"
                        + "0".repeat(20 << 20) + "</w:t></w:r></w:p></w:body></w:document>");
        Refused refused = refused("a.docx", Samples.zip(parts, false));
        assertThat(refused.reason()).isEqualTo(Reason.OVER_LIMITS);
        assertThat(refused.detail()).contains("unpacks to more");
    }

    @Test
    void whatAttachmentsUnpackToIsBoundedToo() throws Exception {
        ParseLimits small = new ParseLimits(8 << 20, 256, 5, 3, 100_000);
        byte[] mail =
                Samples.mail("body", Map.of("a.txt", "words ".repeat(50_000).getBytes(UTF_8)));
        ParseAnswer answer = FileParserTest.parse(folder, "a.eml", mail, small);
        assertThat(answer)
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.reason()).isEqualTo(Reason.OVER_LIMITS));
    }

    @Test
    void externalEntitiesAreNeitherFetchedNorShown() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "TOP-SECRET");
        AtomicInteger fetched = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            fetched.incrementAndGet();
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("FETCHED".getBytes(UTF_8));
            exchange.close();
        });
        server.start();
        try {
            String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/x.dtd";
            for (String target : new String[] {secret.toUri().toString(), url}) {
                String doctype = "<!DOCTYPE html [<!ENTITY x SYSTEM '" + target + "'><!ENTITY % p SYSTEM '" + target
                        + "'> %p;]>";
                String body = "<html xmlns='http://www.w3.org/1999/xhtml'><body><p>before &x; after</p></body></html>";
                leaksNothing(parse("a.xml", ("<?xml version='1.0'?>" + doctype + body).getBytes(UTF_8)));
                leaksNothing(parse("a.xhtml", ("<?xml version='1.0'?>" + doctype + body).getBytes(UTF_8)));
                leaksNothing(parse(
                        "a.svg",
                        ("<?xml version='1.0'?>" + doctype
                                        + "<svg xmlns='http://www.w3.org/2000/svg'><text>&x;</text></svg>")
                                .getBytes(UTF_8)));
                leaksNothing(parse("a.epub", epub(doctype, body)));
            }
            assertThat(fetched).hasValue(0);
        } finally {
            server.stop(0);
        }
    }

    private static void leaksNothing(ParseAnswer answer) {
        assertThat(answer.toString()).doesNotContain("TOP-SECRET", "FETCHED");
    }

    private static byte[] epub(String doctype, String body) throws Exception {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("mimetype", "application/epub+zip");
        parts.put(
                "META-INF/container.xml",
                "<container version='1.0' xmlns='urn:oasis:names:tc:opendocument:xmlns:container'><rootfiles>"
                        + "<rootfile full-path='content.opf' media-type='application/oebps-package+xml'/></rootfiles></container>");
        parts.put(
                "content.opf",
                "<package xmlns='http://www.idpf.org/2007/opf' version='2.0'><metadata/><manifest>"
                        + "<item id='a' href='a.xhtml' media-type='application/xhtml+xml'/></manifest>"
                        + "<spine><itemref idref='a'/></spine></package>");
        parts.put("a.xhtml", "<?xml version='1.0'?>" + doctype + body);
        return Samples.zip(parts, true);
    }

    @Test
    void entitiesThatMultiplyAreStopped() throws Exception {
        StringBuilder laughs = new StringBuilder("<?xml version='1.0'?><!DOCTYPE a [<!ENTITY l0 'lol'>");
        for (int i = 1; i < 12; i++) {
            laughs.append("<!ENTITY l")
                    .append(i)
                    .append(" '")
                    .append(("&l" + (i - 1) + ";").repeat(10))
                    .append("'>");
        }
        assertThat(parse("a.xml", laughs.append("]><a>&l11;</a>").toString().getBytes(UTF_8)))
                .isInstanceOf(Refused.class);
    }

    private Refused refused(String name, byte[] bytes) throws Exception {
        ParseAnswer answer = parse(name, bytes);
        assertThat(answer).isInstanceOf(Refused.class);
        return (Refused) answer;
    }

    private ParseAnswer parse(String name, byte[] bytes) throws Exception {
        return FileParserTest.parse(folder, name, bytes, LIMITS);
    }
}
