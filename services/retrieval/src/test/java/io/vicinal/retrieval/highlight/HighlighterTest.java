package io.vicinal.retrieval.highlight;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.contracts.search.Fuzziness;
import io.vicinal.contracts.search.RetrievalApi.StoredPassage;
import io.vicinal.contracts.text.TextSpan;
import io.vicinal.retrieval.TextShard;
import io.vicinal.retrieval.lexical.AnalysedQuery;
import io.vicinal.retrieval.lexical.LexicalField;
import io.vicinal.retrieval.shard.PointInTime;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HighlighterTest {
    /** Where a passage begins in its document in these tests. */
    private static final int OFFSET = 1000;

    @TempDir
    Path data;

    private StoredPassage highlighted(String language, String title, String text, String query, Fuzziness fuzziness)
            throws IOException {
        try (TextShard shard = new TextShard(data, language, 1)) {
            shard.put("it", title, text)
                    .put("common", "Common words stand in many texts.")
                    .put("more", "More common words. A machine.");
            try (PointInTime snapshot = shard.shard.pointInTime()) {
                return new Highlighter(
                                AnalysedQuery.of(query, fuzziness, shard.collection()),
                                LexicalField.analyzer(shard.collection()),
                                snapshot.searcher())
                        .highlighted(new StoredPassage(
                                "it", 0, title, text, OFFSET, OFFSET + text.length(), Map.of(), null, null, null));
            }
        }
    }

    private List<String> marked(String text, String query, Fuzziness fuzziness) throws IOException {
        return words(text, highlighted("en", null, text, query, fuzziness).highlights(), OFFSET);
    }

    private static List<String> words(String text, List<TextSpan> spans, int offset) {
        return spans.stream()
                .map(span -> text.substring(span.start() - offset, span.end() - offset))
                .toList();
    }

    private String sentence(String text, String query) throws IOException {
        TextSpan best = highlighted("en", null, text, query, Fuzziness.EXACT).bestSentence();
        return best == null ? null : text.substring(best.start() - OFFSET, best.end() - OFFSET);
    }

    @Test
    void showsWhereTheWordsOfTheQueryStandInAnyForm() throws IOException {
        String text = "Zebras ran. A zebra's stripes, <b>ZEBRA</b> & co.";
        assertThat(marked(text, "the zebra runs", Fuzziness.EXACT)).containsExactly("Zebras", "zebra's", "ZEBRA");
        assertThat(marked(text, "unknown", Fuzziness.EXACT)).isEmpty();
        assertThat(marked("", "zebra", Fuzziness.EXACT)).isEmpty();
    }

    @Test
    void showsAPhraseOnlyWhereItStands() throws IOException {
        String text = "Machine parts. Learning well. Machine learning works, and machines too.";
        assertThat(marked(text, "\"machine learning\"", Fuzziness.EXACT)).containsExactly("Machine learning");
        assertThat(highlighted("en", null, text, "\"machine learning\"", Fuzziness.EXACT)
                        .highlights()
                        .getFirst()
                        .start())
                .isEqualTo(OFFSET + text.indexOf("Machine learning"));
        assertThat(marked(text, "\"machine learning\" parts", Fuzziness.EXACT))
                .containsExactly("parts", "Machine learning");
    }

    @Test
    void showsWhatIsAFewEditsAway() throws IOException {
        assertThat(marked("Girafes and giraffes, not gifts.", "giraffe", Fuzziness.AUTO))
                .containsExactly("Girafes", "giraffes");
    }

    @Test
    void theTitleHasHighlightsOfItsOwn() throws IOException {
        StoredPassage passage = highlighted("en", "On zebras", "They have stripes.", "zebra stripe", Fuzziness.EXACT);
        assertThat(words("On zebras", passage.titleHighlights(), 0)).containsExactly("zebras");
        assertThat(words("They have stripes.", passage.highlights(), OFFSET)).containsExactly("stripes");
    }

    @Test
    void theBestSentenceHoldsTheRarestWordsTogether() throws IOException {
        String text = "Common words are common. The zebra has stripes, e.g. black ones. A zebra and common words.";
        assertThat(sentence(text, "zebra stripes common words")).isEqualTo("The zebra has stripes, e.g. black ones.");
        assertThat(sentence(text, "common words")).isEqualTo("Common words are common.");
        assertThat(sentence(text, "nothing")).isNull();
        assertThat(sentence("# Heading on zebras\n\nOther text here.", "zebra")).isEqualTo("# Heading on zebras");
    }

    @Test
    void pairsOfChineseCharactersAreOneAndNothingIsCutWithinACharacter() throws IOException {
        String text = "我们去东京大学吧。然后😀回家。";
        StoredPassage passage = highlighted("zh", null, text, "东京大学", Fuzziness.EXACT);
        assertThat(words(text, passage.highlights(), OFFSET)).containsExactly("东京大学");
        assertThat(passage.bestSentence()).isEqualTo(new TextSpan(OFFSET, OFFSET + text.indexOf('然')));
        assertThat(words(
                        text,
                        highlighted("none", null, text, "😀", Fuzziness.EXACT).highlights(),
                        OFFSET))
                .containsExactly("😀");
    }

    @Test
    void anyTextAndAnyQueryGiveSpansThatAreInOrderAndWhole() throws IOException {
        String[] pieces = {
            "zebra",
            " ",
            "\"",
            ". ",
            "😀",
            "👩‍👩‍👧",
            "\u0000",
            "東京",
            "x".repeat(300),
            "\ud83d",
            "é",
            "\n\n",
            "𝕏𝕏",
            "Zébra"
        };
        try (TextShard shard = new TextShard(data, "none", 1)) {
            shard.put("1", "zebra");
            for (long seed = 0; seed < 300; seed++) {
                Random random = new Random(seed);
                String text = text(pieces, random);
                AnalysedQuery query = AnalysedQuery.of(
                        text(pieces, random), Fuzziness.values()[random.nextInt(4)], shard.collection());
                StoredPassage passage;
                try (PointInTime snapshot = shard.shard.pointInTime()) {
                    passage = new Highlighter(query, LexicalField.analyzer(shard.collection()), snapshot.searcher())
                            .highlighted(new StoredPassage(
                                    "1", 0, text, text, 0, text.length(), Map.of(), null, null, null));
                }
                int reached = 0;
                for (TextSpan span : passage.highlights()) {
                    assertThat(span.start()).as("seed %d", seed).isGreaterThanOrEqualTo(reached);
                    assertThat(span.end()).as("seed %d", seed).isGreaterThan(span.start());
                    assertThat(whole(text, span.start()) && whole(text, span.end()))
                            .as("seed %d", seed)
                            .isTrue();
                    reached = span.end();
                }
                assertThat(passage.titleHighlights()).isEqualTo(passage.highlights());
                assertThat(reached).isLessThanOrEqualTo(text.length());
            }
        }
    }

    private static String text(String[] pieces, Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(25); i > 0; i--) {
            text.append(pieces[random.nextInt(pieces.length)]);
        }
        return text.toString();
    }

    private static boolean whole(String text, int at) {
        return at == 0
                || at == text.length()
                || !Character.isLowSurrogate(text.charAt(at))
                || !Character.isHighSurrogate(text.charAt(at - 1));
    }
}
