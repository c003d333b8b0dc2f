package io.vicinal.parser;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.parsing.ParseAnswer;
import io.vicinal.parsing.ParseAnswer.Parsed;
import io.vicinal.parsing.ParseLimits;
import io.vicinal.parsing.ParseRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes out of good files of each kind. */
class FileParserTest {
    private static final FileParser PARSER = new FileParser();
    private static final ParseLimits LIMITS = new ParseLimits(8 << 20, 256, 100, 4, 64 << 20);

    @TempDir
    Path folder;

    @Test
    void aPdfHasPagesAndWhatItSaysAboutItself() throws Exception {
        Parsed parsed = parsed(
                "a.pdf",
                Samples.pdf("The rover landed\non Mars.\n\nIt rolls.", "", "The third page tells where it goes next."));
        assertThat(parsed.contentType()).isEqualTo("application/pdf");
        assertThat(parsed.text())
                .isEqualTo("The rover landed on Mars.\n\nIt rolls.\n\f\n\fThe third page tells where it goes next.");
        assertThat(parsed.pageStarts()).containsExactly(0, 38, 40);
        assertThat(parsed.text().substring(40)).isEqualTo("The third page tells where it goes next.");
        assertThat(parsed.title()).isEqualTo("On rovers");
        assertThat(parsed.properties())
                .containsEntry("author", "Ada Lovelace")
                .containsEntry("created", "2024-05-01T10:00:00Z")
                .containsEntry("pages", "3")
                .containsEntry("language", "en");
        assertThat(parsed.warnings()).isEmpty();
    }

    @Test
    void aPdfThatAnybodyMayReadIsReadThoughItIsEncrypted() throws Exception {
        assertThat(parsed("a.pdf", Samples.encryptedPdf("", "readable")).text()).isEqualTo("readable");
    }

    @Test
    void headingsListsAndTablesOfAWordFileSurvive() throws Exception {
        Parsed parsed = parsed("a.docx", Samples.docx());
        assertThat(parsed.text()).isEqualTo("""
                # Compilers

                A compiler turns source code into machine code.

                ## Phases

                - parsing
                - optimising

                | Name | Year |
                | --- | --- |
                | FLOW-MATIC | 1955 |

                The end.""");
        assertThat(parsed.title()).isEqualTo("Compilers");
        assertThat(parsed.properties())
                .containsEntry("author", "Grace Hopper")
                .containsEntry("created", "2024-05-01T10:00:00Z");
    }

    @Test
    void aSlideIsAPage() throws Exception {
        Parsed parsed = parsed("a.pptx", Samples.pptx("First slide\nwith lines", "Second slide"));
        assertThat(parsed.text()).isEqualTo("First slide\n\nwith lines\n\fSecond slide");
        assertThat(parsed.pageStarts()).containsExactly(0, 25);
    }

    @Test
    void aSheetIsAPageWithATable() throws Exception {
        Parsed parsed = parsed("a.xlsx", Samples.xlsx());
        assertThat(parsed.text()).isEqualTo("""
                # Prices

                | Fruit | Price |
                | --- | --- |
                | Apple | 1.25 |
                | Pear \\| quince | 2 |
                \f# Notes

                | Delivery on Mondays |
                | --- |""");
        assertThat(parsed.pageStarts()).hasSize(2);
        assertThat(parsed.text().substring(parsed.pageStarts().getLast())).startsWith("# Notes");
    }

    @Test
    void anEpubIsReadChapterByChapter() throws Exception {
        Parsed parsed = parsed("a.epub", Samples.epub());
        assertThat(parsed.title()).isEqualTo("Of whales");
        assertThat(parsed.properties()).containsEntry("author", "Ishmael");
        assertThat(parsed.text()).isEqualTo("""
                # Loomings

                Some years ago I thought I would sail about a little.

                # The Carpet-Bag

                I stuffed a shirt or two into my old carpet-bag.""");
    }

    @Test
    void attachmentsOfAMailFollowUnderTheirNamesAndPicturesAreLeftOut() throws Exception {
        Map<String, byte[]> attachments = new TreeMap<>();
        attachments.put("notes.md", "# Notes\n\n- halts\n".getBytes(UTF_8));
        attachments.put("picture.png", new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 0});
        attachments.put("rovers.pdf", Samples.pdf("A rover.", "Another."));
        attachments.put("secret.pdf", Samples.encryptedPdf("secret", "hidden"));
        Parsed parsed = parsed("a.eml", Samples.mail("Dear Ada,\n\nit halts.\nOr not.\n", attachments));
        assertThat(parsed.text()).isEqualTo("""
                Dear Ada,

                it halts. Or not.

                ## notes.md

                # Notes

                - halts

                ## rovers.pdf

                A rover.

                Another.

                ## secret.pdf""");
        assertThat(parsed.title()).isEqualTo("The machine");
        assertThat(parsed.pageStarts()).isEmpty();
        assertThat(parsed.properties())
                .containsEntry("author", "Alan Turing <alan@example.org>")
                .containsEntry("created", "2024-05-01T10:00:00Z");
        assertThat(parsed.warnings())
                .containsExactlyInAnyOrder(
                        "The embedded file \"secret.pdf\" is encrypted and was left out.",
                        "1 embedded file of type image/png left out.");
    }

    @Test
    void aWebPageKeepsItsStructureAndLosesItsScripts() throws Exception {
        String page = """
                <html><head><title>Title</title><style>p {color: red}</style></head>
                <body><script>alert(1)</script><h1>Head</h1><p>one
                two &amp; <a href="x">link</a></p>
                <ol><li>a<ul><li>b</li><li>c</li></ul></li><li>d</li></ol>
                <table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td><p>2</p><p>3</p></td></tr></table>
                <pre>  x
                   y</pre>end</body></html>""";
        Parsed parsed = parsed("a.html", page.getBytes(UTF_8));
        assertThat(parsed.title()).isEqualTo("Title");
        assertThat(parsed.text()).isEqualTo("""
                # Head

                one two & link

                1. a
                  - b
                  - c
                2. d

                | A | B |
                | --- | --- |
                | 1 | 2 3 |

                  x
                   y

                end""");
    }

    @Test
    void markdownAndTextAreKeptToTheLetter() throws Exception {
        String markdown = "Intro\n\n## The heading ##\n\n- a\n  - b\n\n| x | y |\n| - | - |";
        Parsed parsed = parsed("a.md", (markdown + "\n").getBytes(UTF_8));
        assertThat(parsed.text()).isEqualTo(markdown);
        assertThat(parsed.title()).isEqualTo("The heading");
        assertThat(parsed.contentType()).isEqualTo("text/markdown");
        assertThat(parsed("a.txt", "# no heading\n  indented".getBytes(UTF_8)).title())
                .isNull();
    }

    @Test
    void textIsReadInItsOwnEncoding() throws Exception {
        String text = "Die Überschrift ist naïve und schön, aber für mich ist sie nicht mehr neu.";
        assertThat(parsed("a.txt", "Ü – ï".getBytes(UTF_8)).text()).isEqualTo("Ü – ï");
        Parsed latin = parsed("a.txt", text.getBytes(ISO_8859_1));
        assertThat(latin.text()).isEqualTo(text);
        assertThat(latin.properties()).containsEntry("language", "de");
    }

    @Test
    void commaSeparatedValuesAreATable() throws Exception {
        assertThat(parsed("a.csv", "name;year\n\"Ada; Countess\";1843\n".getBytes(UTF_8))
                        .text())
                .isEqualTo("| name | year |\n| --- | --- |\n| Ada; Countess | 1843 |");
    }

    @Test
    void olderAndOpenFormatsOfOfficesAreReadToo() throws Exception {
        assertThat(parsed("a.odt", Samples.odt()).text()).isEqualTo("# Open heading\n\nAn open paragraph.");
        assertThat(parsed(
                                "a.rtf",
                                "{\\rtf1\\ansi\\deff0{\\fonttbl{\\f0 Times;}}\\pard Rich {\\b bold} text.\\par}"
                                        .getBytes(UTF_8))
                        .text())
                .isEqualTo("Rich bold text.");
        assertThat(parsed("a.xls", Samples.xls()).text()).contains("# Old", "| cell of old |");
        Parsed mail = parsed("a.msg", Samples.msg("The subject", "The body of the mail."));
        assertThat(mail.title()).isEqualTo("The subject");
        assertThat(mail.text()).contains("The body of the mail.");
    }

    @Test
    void theContentSaysWhatAFileIsNotItsName() throws Exception {
        assertThat(parsed("a.txt", Samples.pdf("text")).contentType()).isEqualTo("application/pdf");
        assertThat(parsed("a.pdf", "just text".getBytes(UTF_8)).contentType()).isEqualTo("text/plain");
        assertThat(parsed("a.pdf", Samples.docx()).text()).startsWith("# Compilers");
    }

    private Parsed parsed(String name, byte[] bytes) throws Exception {
        ParseAnswer answer = parse(folder, name, bytes, LIMITS);
        assertThat(answer).isInstanceOf(Parsed.class);
        return (Parsed) answer;
    }

    static ParseAnswer parse(Path folder, String name, byte[] bytes, ParseLimits limits) throws Exception {
        Path file = Files.write(folder.resolve("upload"), bytes);
        return PARSER.parse(new ParseRequest(file, name, limits));
    }
}
