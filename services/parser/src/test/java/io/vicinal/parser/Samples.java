package io.vicinal.parser;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Calendar;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TimeZone;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.apache.poi.hssf.usermodel.HSSFWorkbook;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;
import org.apache.poi.xslf.usermodel.XMLSlideShow;
import org.apache.poi.xslf.usermodel.XSLFSlide;
import org.apache.poi.xslf.usermodel.XSLFTextBox;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.apache.poi.xwpf.usermodel.XWPFParagraph;
import org.apache.poi.xwpf.usermodel.XWPFStyle;
import org.apache.poi.xwpf.usermodel.XWPFTable;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.CTAbstractNum;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.CTLvl;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.CTStyle;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.STNumberFormat;

/** Small real files, made by the libraries that offices use or by hand. */
final class Samples {
    private static final Instant CREATED = Instant.parse("2024-05-01T10:00:00Z");

    /** A page for each text; its lines are set one below the other. */
    static byte[] pdf(String... pages) throws IOException {
        try (PDDocument document = document(pages)) {
            return bytes(document);
        }
    }

    /** @param userPassword without it nobody reads the file; empty: anybody does */
    static byte[] encryptedPdf(String userPassword, String... pages) throws IOException {
        try (PDDocument document = document(pages)) {
            StandardProtectionPolicy policy =
                    new StandardProtectionPolicy("owner", userPassword, new AccessPermission());
            policy.setEncryptionKeyLength(256);
            document.protect(policy);
            return bytes(document);
        }
    }

    private static PDDocument document(String... pages) throws IOException {
        PDDocument document = new PDDocument();
        for (String text : pages) {
            PDPage page = new PDPage();
            document.addPage(page);
            if (text.isEmpty()) {
                continue;
            }
            try (PDPageContentStream content = new PDPageContentStream(document, page)) {
                content.beginText();
                content.setFont(new PDType1Font(Standard14Fonts.FontName.HELVETICA), 12);
                content.setLeading(14);
                content.newLineAtOffset(72, 700);
                for (String line : text.split("\n")) {
                    content.showText(line);
                    content.newLine();
                }
                content.endText();
            }
        }
        document.getDocumentInformation().setTitle("On rovers");
        document.getDocumentInformation().setAuthor("Ada Lovelace");
        Calendar created = Calendar.getInstance(TimeZone.getTimeZone("UTC"));
        created.setTime(Date.from(CREATED));
        document.getDocumentInformation().setCreationDate(created);
        return document;
    }

    private static byte[] bytes(PDDocument document) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        document.save(out);
        return out.toByteArray();
    }

    static byte[] docx() throws IOException {
        try (XWPFDocument document = new XWPFDocument();
                ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            document.getProperties().getCoreProperties().setCreator("Grace Hopper");
            document.getProperties().getCoreProperties().setCreated(Optional.of(Date.from(CREATED)));
            for (int level = 1; level <= 2; level++) {
                CTStyle style = CTStyle.Factory.newInstance();
                style.setStyleId("Heading" + level);
                style.addNewName().setVal("heading " + level);
                document.createStyles().addStyle(new XWPFStyle(style));
            }
            heading(document, 1, "Compilers");
            document.createParagraph().createRun().setText("A compiler turns source code into machine code.");
            heading(document, 2, "Phases");
            BigInteger bullets = bullets(document);
            for (String phase : new String[] {"parsing", "optimising"}) {
                XWPFParagraph item = document.createParagraph();
                item.setNumID(bullets);
                item.setNumILvl(BigInteger.ZERO);
                item.createRun().setText(phase);
            }
            XWPFTable table = document.createTable(2, 2);
            table.getRow(0).getCell(0).setText("Name");
            table.getRow(0).getCell(1).setText("Year");
            table.getRow(1).getCell(0).setText("FLOW-MATIC");
            table.getRow(1).getCell(1).setText("1955");
            document.createParagraph().createRun().setText("The end.");
            document.write(out);
            return out.toByteArray();
        }
    }

    private static void heading(XWPFDocument document, int level, String text) {
        XWPFParagraph heading = document.createParagraph();
        heading.setStyle("Heading" + level);
        heading.createRun().setText(text);
    }

    private static BigInteger bullets(XWPFDocument document) {
        CTAbstractNum list = CTAbstractNum.Factory.newInstance();
        list.setAbstractNumId(BigInteger.ZERO);
        CTLvl level = list.addNewLvl();
        level.setIlvl(BigInteger.ZERO);
        level.addNewNumFmt().setVal(STNumberFormat.BULLET);
        level.addNewLvlText().setVal("•");
        BigInteger id =
                document.createNumbering().addAbstractNum(new org.apache.poi.xwpf.usermodel.XWPFAbstractNum(list));
        return document.getNumbering().addNum(id);
    }

    static byte[] pptx(String... slides) throws IOException {
        try (XMLSlideShow show = new XMLSlideShow();
                ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            for (String text : slides) {
                XSLFSlide slide = show.createSlide();
                XSLFTextBox box = slide.createTextBox();
                box.setText(text);
            }
            show.write(out);
            return out.toByteArray();
        }
    }

    static byte[] xlsx() throws IOException {
        try (XSSFWorkbook book = new XSSFWorkbook();
                ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            XSSFSheet prices = book.createSheet("Prices");
            row(prices, 0, "Fruit", "Price");
            row(prices, 1, "Apple", 1.25);
            row(prices, 2, "Pear | quince", 2);
            row(book.createSheet("Notes"), 0, "Delivery on Mondays");
            book.write(out);
            return out.toByteArray();
        }
    }

    private static void row(XSSFSheet sheet, int number, Object... values) {
        var row = sheet.createRow(number);
        for (int i = 0; i < values.length; i++) {
            if (values[i] instanceof Number value) {
                row.createCell(i).setCellValue(value.doubleValue());
            } else {
                row.createCell(i).setCellValue(values[i].toString());
            }
        }
    }

    static byte[] epub() throws IOException {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("mimetype", "application/epub+zip");
        parts.put(
                "META-INF/container.xml",
                "<container version='1.0' xmlns='urn:oasis:names:tc:opendocument:xmlns:container'><rootfiles>"
                        + "<rootfile full-path='content.opf' media-type='application/oebps-package+xml'/></rootfiles></container>");
        parts.put(
                "content.opf",
                "<package xmlns='http://www.idpf.org/2007/opf' version='2.0' unique-identifier='id'>"
                        + "<metadata xmlns:dc='http://purl.org/dc/elements/1.1/'><dc:title>Of whales</dc:title>"
                        + "<dc:creator>Ishmael</dc:creator><dc:identifier id='id'>x</dc:identifier></metadata>"
                        + "<manifest><item id='a' href='a.xhtml' media-type='application/xhtml+xml'/>"
                        + "<item id='b' href='b.xhtml' media-type='application/xhtml+xml'/></manifest>"
                        + "<spine><itemref idref='a'/><itemref idref='b'/></spine></package>");
        parts.put("a.xhtml", chapter("Loomings", "Some years ago I thought I would sail about a little."));
        parts.put("b.xhtml", chapter("The Carpet-Bag", "I stuffed a shirt or two into my old carpet-bag."));
        return zip(parts, true);
    }

    private static String chapter(String heading, String text) {
        return "<html xmlns='http://www.w3.org/1999/xhtml'><head><title>" + heading + "</title></head><body><h1>"
                + heading + "</h1><p>" + text + "</p></body></html>";
    }

    /** @param storeFirst the first entry is not compressed, as EPUB wants of its type */
    static byte[] zip(Map<String, String> parts, boolean storeFirst) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            boolean store = storeFirst;
            for (Map.Entry<String, String> part : parts.entrySet()) {
                byte[] bytes = part.getValue().getBytes(UTF_8);
                ZipEntry entry = new ZipEntry(part.getKey());
                if (store) {
                    CRC32 crc = new CRC32();
                    crc.update(bytes);
                    entry.setMethod(ZipEntry.STORED);
                    entry.setSize(bytes.length);
                    entry.setCrc(crc.getValue());
                    store = false;
                }
                zip.putNextEntry(entry);
                zip.write(bytes);
                zip.closeEntry();
            }
        }
        return out.toByteArray();
    }

    static byte[] odt() throws IOException {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("mimetype", "application/vnd.oasis.opendocument.text");
        parts.put(
                "content.xml",
                "<office:document-content xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0' "
                        + "xmlns:text='urn:oasis:names:tc:opendocument:xmlns:text:1.0'><office:body><office:text>"
                        + "<text:h text:outline-level='1'>Open heading</text:h><text:p>An open paragraph.</text:p>"
                        + "</office:text></office:body></office:document-content>");
        parts.put(
                "META-INF/manifest.xml",
                "<manifest:manifest xmlns:manifest='urn:oasis:names:tc:opendocument:xmlns:manifest:1.0'/>");
        return zip(parts, true);
    }

    /** As Excel wrote it until 2003. */
    static byte[] xls() throws IOException {
        try (HSSFWorkbook book = new HSSFWorkbook();
                ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            book.createSheet("Old").createRow(0).createCell(0).setCellValue("cell of old");
            book.write(out);
            return out.toByteArray();
        }
    }

    /** As Outlook saves an e-mail: a property a stream, in UTF-16. */
    static byte[] msg(String subject, String body) throws IOException {
        try (POIFSFileSystem mail = new POIFSFileSystem();
                ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            mail.createDocument(stream(subject), "__substg1.0_0037001F");
            mail.createDocument(stream(body), "__substg1.0_1000001F");
            mail.createDocument(stream("IPM.Note"), "__substg1.0_001A001F");
            mail.createDocument(new ByteArrayInputStream(new byte[32]), "__properties_version1.0");
            mail.writeFilesystem(out);
            return out.toByteArray();
        }
    }

    private static ByteArrayInputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_16LE));
    }

    /** An e-mail with a text and attachments in base64. */
    static byte[] mail(String text, Map<String, byte[]> attachments) {
        StringBuilder mail = new StringBuilder("""
                From: Alan Turing <alan@example.org>\r
                To: ada@example.org\r
                Subject: The machine\r
                Date: Wed, 01 May 2024 10:00:00 +0000\r
                MIME-Version: 1.0\r
                Content-Type: multipart/mixed; boundary="part"\r
                \r
                --part\r
                Content-Type: text/plain; charset=utf-8\r
                \r
                %s\r
                """.formatted(text.replace("\n", "\r\n")));
        attachments.forEach((name, bytes) -> mail.append(
                """
                --part\r
                Content-Type: application/octet-stream\r
                Content-Disposition: attachment; filename="%s"\r
                Content-Transfer-Encoding: base64\r
                \r
                %s\r
                """.formatted(name, java.util.Base64.getMimeEncoder().encodeToString(bytes))));
        return mail.append("--part--\r\n").toString().getBytes(UTF_8);
    }

    private Samples() {}
}
