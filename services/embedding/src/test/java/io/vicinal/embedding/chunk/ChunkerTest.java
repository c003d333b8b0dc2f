package io.vicinal.embedding.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vicinal.contracts.collection.Chunking;
import io.vicinal.onnx.encode.EncoderSettings;
import io.vicinal.onnx.encode.TextEncoder;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class ChunkerTest {
    private static final SimpleMeterRegistry METRICS = new SimpleMeterRegistry();
    private static final Chunking WINDOW = new Chunking(512, 0);
    private static TextEncoder encoder;
    private static Chunker chunker;

    @BeforeAll
    static void open() {
        encoder = TextEncoder.open(
                "bge-small-en-v1.5", new EncoderSettings(1, EncoderSettings.DEFAULT.schedule()), METRICS);
        chunker = new Chunker(encoder, METRICS);
    }

    @AfterAll
    static void close() {
        encoder.close();
    }

    @Test
    void makesOnePassageOfATextThatFits() throws Exception {
        String text = "  One sentence. And another 😀.\n";
        List<Passage> passages = chunk("Title", text, WINDOW);
        assertThat(passages).hasSize(1);
        assertThat(shown(text, passages.getFirst())).isEqualTo("One sentence. And another 😀.");
        assertThat(passages.getFirst().ids())
                .containsExactly(encoder.tokenizer()
                        .encode("Title One sentence. And another 😀.")
                        .ids());
    }

    @Test
    void makesAPassageOfTheTitleAlone() throws Exception {
        for (String text : new String[] {"", " \n ", null}) {
            List<Passage> passages = chunk("Only a title", text, WINDOW);
            assertThat(passages).hasSize(1);
            assertThat(passages.getFirst().start()).isZero();
            assertThat(passages.getFirst().end()).isZero();
        }
    }

    @Test
    void cutsAtSentenceEndsAndRepeatsWholeSentences() throws Exception {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            text.append("This is sentence number ").append(i).append(" of the text. ");
        }
        List<Passage> passages = chunk("T", text.toString(), new Chunking(64, 16));
        assertThat(passages).hasSizeGreaterThan(5);
        for (int i = 0; i < passages.size(); i++) {
            String shown = shown(text.toString(), passages.get(i));
            assertThat(shown).startsWith("This is").endsWith(".");
            if (i > 0) {
                assertThat(passages.get(i).start())
                        .isLessThan(passages.get(i - 1).end());
            }
        }
    }

    @Test
    void splitsASentenceLongerThanTheWindowBetweenWords() throws Exception {
        String text = "alpha beta gamma ".repeat(300).strip();
        List<Passage> passages = chunk(null, text, new Chunking(128, 0));
        assertThat(passages).hasSizeGreaterThan(6);
        for (Passage passage : passages) {
            assertThat(shown(text, passage)).matches("(alpha|beta|gamma)( (alpha|beta|gamma))*");
        }
    }

    @Test
    void cutsATitleThatTakesMoreThanAQuarterOfTheWindow() throws Exception {
        double before = METRICS.counter("vicinal.embedding.titles.cut").count();
        List<Passage> passages = chunk("title ".repeat(600), "Some text. ".repeat(200), new Chunking(128, 0));
        assertThat(passages).allSatisfy(passage -> assertThat(passage.ids()).hasSizeLessThanOrEqualTo(128));
        assertThat(passages).hasSizeLessThan(20);
        assertThat(METRICS.counter("vicinal.embedding.titles.cut").count()).isEqualTo(before + 1);
    }

    @Test
    void takesEightMebibytesInLittleMemoryAndTime() throws Exception {
        for (String text : List.of(
                "Sentences of several words, again and again. ".repeat(1 << 16),
                "wörter ohne ende ".repeat(1 << 16),
                "a".repeat(8 << 20),
                "\u0000".repeat(1 << 20),
                "| a | b |\n".repeat(1 << 15),
                "\n".repeat(8 << 20) + "x",
                "# H\n".repeat(1 << 15),
                "🇩🇪".repeat(1 << 16),
                "Dr. ".repeat(1 << 17),
                "end؟ ".repeat(1 << 15),
                " ".repeat(8 << 20) + "x")) {
            int[] seen = {0, 0};
            chunker.chunk("T", text, WINDOW, passage -> {
                assertThat(passage.ids().length).isLessThanOrEqualTo(512);
                seen[0]++;
                seen[1] = passage.end();
            });
            assertThat(seen[0]).isPositive();
            assertThat(seen[1]).isEqualTo(text.stripTrailing().length());
        }
    }

    @Test
    void noPassageEndsWithAHeadingThatHasSomethingAfterIt() throws Exception {
        StringBuilder text = new StringBuilder();
        List<String> headings = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            String heading = switch (i % 4) {
                case 0 -> "## Chapter " + i;
                case 1 -> "What comes in part " + i;
                case 2 -> "PART " + i + " OF ALL";
                default -> "Underlined " + i;
            };
            headings.add(heading);
            text.append(heading).append(i % 4 == 3 ? "\n=====\n" : i % 4 == 2 ? "\n" : "\n\n");
            text.append("This sentence says a little about the subject of the part. ".repeat(1 + i % 5));
            text.append("\n\n");
        }
        for (int overlap : new int[] {0, 24}) {
            List<Passage> passages = chunk("T", text.toString(), new Chunking(80, overlap));
            assertThat(passages).hasSizeGreaterThan(20);
            for (Passage passage : passages) {
                String shown = shown(text.toString(), passage);
                assertThat(shown).endsWith("part.");
                assertThat(headings).noneMatch(shown::endsWith);
            }
        }
    }

    @Test
    void aHeadingStaysWithASentenceThatFillsAWholeWindow() throws Exception {
        String text =
                "Short one. ".repeat(12) + "\n\n# The long story\n\n" + "and on it went ".repeat(60) + "to the end.";
        List<Passage> passages = chunk(null, text, new Chunking(64, 0));
        assertThat(passages)
                .anySatisfy(passage -> assertThat(shown(text, passage)).contains("# The long story\n\nand on"));
        assertThat(passages)
                .noneSatisfy(passage -> assertThat(shown(text, passage)).endsWith("story"));
    }

    @Test
    void aTextOfNothingButHeadingsIsText() throws Exception {
        String text = "A line without an end\n\n".repeat(200);
        List<Passage> passages = chunk(null, text, new Chunking(64, 8));
        assertThat(passages).hasSizeGreaterThan(10);
        assertThat(passages.getLast().end()).isEqualTo(text.stripTrailing().length());
    }

    @Test
    void cutsListsBetweenItemsAndTablesBetweenRows() throws Exception {
        StringBuilder list = new StringBuilder("What to do:\n\n");
        StringBuilder table = new StringBuilder("| name | what |\n|---|---|\n");
        for (int i = 0; i < 60; i++) {
            list.append(i % 2 == 0 ? "- " : i + ". ").append("First do this. Then do that\n  and the rest.\n");
            table.append("| row ").append(i).append(" | one. two. three |\n");
        }
        List<Passage> items = chunk(null, list.toString(), new Chunking(64, 0));
        assertThat(items).hasSizeGreaterThan(5);
        assertThat(items)
                .allSatisfy(
                        passage -> assertThat(shown(list.toString(), passage)).endsWith("and the rest."));
        List<Passage> rows = chunk(null, table.toString(), new Chunking(64, 0));
        assertThat(rows).hasSizeGreaterThan(5);
        assertThat(rows)
                .allSatisfy(passage -> assertThat(shown(table.toString(), passage))
                        .startsWith("| ")
                        .endsWith("three |"));
    }

    @Test
    void cutsWordsWithoutEndBetweenCharactersAsReadersSeeThem() throws Exception {
        for (String text : List.of("日本e\u0301\u0323語".repeat(40), "\u00e9x".repeat(45), "日👍🏽🇩🇪".repeat(60))) {
            List<Passage> passages = chunk(null, text, new Chunking(32, 0));
            assertThat(passages).hasSizeGreaterThan(1);
            for (Passage passage : passages) {
                assertThat(partsACharacter(text, passage.start()) || partsACharacter(text, passage.end()))
                        .as(shown(text, passage))
                        .isFalse();
            }
        }
    }

    @Test
    void cutsWhatIsNoCharacterOfAnyLanguage() throws Exception {
        String text = "a" + "\u0301".repeat(100_000) + " end";
        List<Passage> passages = chunk(null, text, new Chunking(32, 0));
        assertThat(passages.getLast().end()).isEqualTo(text.length());
        assertThat(passages).allSatisfy(passage -> assertThat(passage.ids()).hasSizeLessThanOrEqualTo(32));
    }

    @RepeatedTest(100)
    void losesNothingOfAnyTextAndKeepsToTheLimit(RepetitionInfo repetition) throws Exception {
        Random random = new Random(repetition.getCurrentRepetition());
        String text = text(random);
        int max = 32 + random.nextInt(100);
        Chunking chunking = new Chunking(max, random.nextInt(40));
        String title = random.nextBoolean() ? "A title 😀" : null;
        List<Passage> passages = chunk(title, text, chunking);
        int covered = 0;
        for (int i = 0; i < passages.size(); i++) {
            Passage passage = passages.get(i);
            assertThat(passage.ids().length).isBetween(1, max);
            assertThat(text.substring(covered, Math.max(covered, passage.start())))
                    .isBlank();
            if (i > 0) {
                assertThat(passage.start()).isGreaterThan(passages.get(i - 1).start());
                assertThat(passage.end()).isGreaterThan(passages.get(i - 1).end());
            }
            String shown = shown(text, passage);
            assertThat(shown.strip())
                    .isEqualTo(shown.replaceFirst("^\\s(?=[\\p{M}\\u200D])", "").replaceFirst("^\\s+$", ""));
            assertThat(partsACharacter(text, passage.start()) || partsACharacter(text, passage.end()))
                    .as(shown)
                    .isFalse();
            assertThat(passage.ids())
                    .isEqualTo(encoder.tokenizer()
                            .encode((title == null ? "" : title + " ") + shown)
                            .ids());
            covered = passage.end();
        }
        assertThat(text.substring(covered)).isBlank();
    }

    private static boolean partsACharacter(String text, int at) {
        BreakIterator characters = BreakIterator.getCharacterInstance(Locale.ROOT);
        characters.setText(text);
        return at > 0 && at < text.length() && !characters.isBoundary(at);
    }

    private static String text(Random random) {
        String[] parts = {
            "word",
            "Wort. ",
            "A sentence ends here. ",
            "😀",
            "👩‍👩‍👧",
            "日本語の文章です。",
            "\n\n",
            "\n",
            "\r\n",
            "# A heading\n",
            "\n\nAnother heading\n\n",
            "ALL CAPITALS\n",
            "\n- an item of a list",
            "\n| a | row |",
            "\n|---|---|\n",
            "🇩🇪🇫🇷🇯🇵",
            "👍🏽",
            "กำลังทำงาน",
            "مرحبا؟ ",
            "Dr. ",
            "   ",
            "e\u0301",
            " \u0301",
            "x\u200D",
            "각",
            "\u1112\u1161\u11AB",
            "\u0000",
            "x".repeat(150),
            "abc-def/ghi_",
            "\uD83D",
            "\uDE00",
            "3.14 ",
            "ﬀ",
            "İ",
            "\u200B",
            "!",
            "[SEP]",
            "नमस्ते ",
            "\u3000"
        };
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(1200);
        int kinds = 1 + random.nextInt(parts.length);
        List<String> chosen = new ArrayList<>(List.of(parts));
        Collections.shuffle(chosen, random);
        for (int i = 0; i < length; i++) {
            text.append(chosen.get(random.nextInt(kinds)));
            if (random.nextInt(3) == 0) {
                text.append(' ');
            }
        }
        return text.toString();
    }

    private static List<Passage> chunk(String title, String text, Chunking chunking) throws InterruptedException {
        List<Passage> passages = new ArrayList<>();
        chunker.chunk(title, text, chunking, passages::add);
        return passages;
    }

    private static String shown(String text, Passage passage) {
        return text.substring(passage.start(), passage.end());
    }
}
