package io.vicinal.retrieval.lexical;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.contracts.search.Fuzziness;
import io.vicinal.retrieval.TextShard;
import io.vicinal.retrieval.lexical.AnalysedQuery.Word;
import io.vicinal.retrieval.lexical.QueryParts.Part;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnalysedQueryTest {

    private static AnalysedQuery english(String query, Fuzziness fuzziness) {
        return AnalysedQuery.of(query, fuzziness, TextShard.collection("en", 1));
    }

    private static AnalysedQuery english(String query) {
        return english(query, Fuzziness.EXACT);
    }

    /** A phrase is shown in brackets. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "machine learning                 | machine learning",
                "\"machine learning\"             | [machine learning]",
                "a \"b c\" d                      | a,[b c],d",
                "\"a b\"\"c d\"                   | [a b],[c d]",
                "“curly” „deutsch“ «français»     | [curly],[deutsch],[français]",
                "\"learning\"-based               | [learning],-based",
                "(\"in brackets\")                | (,[in brackets],)",
                "\"no end                         | \"no end",
                "no beginning\"                   | no beginning\"",
                "5\" disks and 3\" disks          | 5\" disks and 3\" disks",
                "\"5\" disks\"                    | [5],disks\"",
                "\"\"                             | ",
                "\"  \" x                         | x",
                "東京\"大学\"入試                   | 東京,[大学],入試",
                "+a -b field:c (d OR e)* \\\" ~2  | +a -b field:c (d OR e)* \\\" ~2",
            })
    void quotesAreAllTheSyntaxThereIs(String query, String parts) {
        assertThat(QueryParts.of(query).stream()
                        .map(part -> part.phrase()
                                ? "[" + part.text() + "]"
                                : part.text().strip())
                        .collect(Collectors.joining(",")))
                .isEqualTo(parts == null ? "" : parts);
    }

    @Test
    void nothingOfAnyTextIsLostButQuotesAndSpaces() {
        String alphabet = "a1 \"“”«.\ud83d\ude00\u0000東\ud800";
        for (long seed = 0; seed < 2000; seed++) {
            Random random = new Random(seed);
            StringBuilder query = new StringBuilder();
            for (int i = random.nextInt(30); i > 0; i--) {
                query.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            String kept =
                    QueryParts.of(query.toString()).stream().map(Part::text).collect(Collectors.joining());
            assertThat(kept.replaceAll("[\"“”«\\s]", ""))
                    .as("seed %d: %s", seed, query)
                    .isEqualTo(query.toString().replaceAll("[\"“”«\\s]", ""));
        }
    }

    @Test
    void aPhraseKeepsTheGapsThatStopWordsLeave() {
        AnalysedQuery query = english("\"state of the art\" state");
        assertThat(query.phrases())
                .containsExactly(new Phrase(
                        List.of(new Phrase.Place(0, List.of("state")), new Phrase.Place(3, List.of("art")))));
        assertThat(query.words()).containsExactly(new Word("state", 1, 0));
    }

    @Test
    void aPhraseOfStopWordsIsLeftOutAndSaidSo() {
        AnalysedQuery query = english("zebra \"to be or not to be\"");
        assertThat(query.phrases()).isEmpty();
        assertThat(query.warnings()).singleElement().asString().contains("to be or not to be", "left out");
        assertThat(english("\"the\"").isEmpty()).isTrue();
    }

    @Test
    void wordsPastTheLimitAreLeftOutAndSaidSo() {
        String many = IntStream.range(0, 20_000).mapToObj(i -> "t" + i).collect(Collectors.joining(" "));
        AnalysedQuery words = english(many + " t0");
        assertThat(words.words()).hasSize(AnalysedQuery.MAX_TERMS).first().isEqualTo(new Word("t0", 2, 0));
        assertThat(words.warnings()).singleElement().asString().contains("1024");
        AnalysedQuery phrase = english("\"" + "zebra ".repeat(20_000) + "\" " + many);
        assertThat(phrase.phrases().getFirst().places()).hasSize(AnalysedQuery.MAX_TERMS);
        assertThat(phrase.words()).isEmpty();
        assertThat(english("zebra ".repeat(20_000)).warnings()).isEmpty();
    }

    @Test
    void fuzzinessGrowsWithAWordAndLeavesNumbersAlone() {
        assertThat(english("a1b2c3 2021 zo cat zebras elephants", Fuzziness.AUTO)
                        .words())
                .containsExactly(
                        new Word("a1b2c3", 1, 0),
                        new Word("2021", 1, 0),
                        new Word("zo", 1, 0),
                        new Word("cat", 1, 1),
                        new Word("zebra", 1, 1),
                        new Word("eleph", 1, 1));
        assertThat(english("elephantine", Fuzziness.AUTO).words())
                .extracting(Word::edits)
                .containsExactly(2);
        assertThat(english("cat", Fuzziness.TWO).words())
                .extracting(Word::edits)
                .containsExactly(2);
    }

    @Test
    void wordsPastTheLimitOfFuzzinessAreMatchedExactlyAndThatIsSaid() {
        String many = IntStream.range(0, 40)
                .mapToObj(i -> "word" + (char) ('a' + i % 26) + (char) ('a' + i / 26))
                .collect(Collectors.joining(" "));
        AnalysedQuery query = english(many, Fuzziness.ONE);
        assertThat(query.words()).filteredOn(word -> word.edits() > 0).hasSize(AnalysedQuery.MAX_FUZZY);
        assertThat(query.warnings()).singleElement().asString().contains("32");
    }
}
