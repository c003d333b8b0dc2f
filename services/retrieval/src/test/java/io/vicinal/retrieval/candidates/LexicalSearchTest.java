package io.vicinal.retrieval.candidates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vicinal.contracts.search.Fuzziness;
import io.vicinal.contracts.search.GroupBy;
import io.vicinal.contracts.search.RetrievalApi.Candidate;
import io.vicinal.contracts.search.RetrievalApi.CandidateQuery;
import io.vicinal.retrieval.ShardBench;
import io.vicinal.retrieval.TextShard;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LexicalSearchTest {
    @TempDir
    Path data;

    private TextShard shard;

    @BeforeEach
    void open() {
        shard = new TextShard(data, "en", 1);
    }

    @AfterEach
    void close() throws IOException {
        shard.close();
    }

    @Test
    void aPhraseMustStandInThePassageAndWordsAddToIt() {
        shard.put("phrase", "The effect of machine learning on zebras.")
                .put("words", "Learning about the machine and its learning.")
                .put("zebra", "Zebras and lions.");
        assertThat(shard.find("\"machine learning\"")).containsExactly("phrase");
        assertThat(shard.find("machine learning")).containsExactlyInAnyOrder("phrase", "words");
        assertThat(shard.find("\"machine learning\" zebra")).containsExactly("phrase");
        assertThat(shard.find("\"Machine   LEARNING\"")).containsExactly("phrase");
        assertThat(shard.find("\"learning machines\"")).isEmpty();
        assertThat(shard.find("\"machine learning\" \"zebras ran\"")).isEmpty();
        assertThat(shard.find("\"machine learning\" \"on zebras\"")).containsExactly("phrase");
        assertThat(shard.find("\"machine learning")).containsExactlyInAnyOrder("phrase", "words");
        float alone = shard.candidates("\"machine learning\"", Fuzziness.EXACT)
                .getFirst()
                .lexical();
        assertThat(shard.candidates("\"machine learning\" zebra", Fuzziness.EXACT)
                        .getFirst()
                        .lexical())
                .isGreaterThan(alone);
    }

    @Test
    void aPhraseKeepsTheDistanceOfStopWordsAndDoesNotGoFromTitleToText() {
        shard.put("art", "This is the state of the art.")
                .put("other", "A state with art.")
                .put("split", "On the last unicorn", "Horses are different.");
        assertThat(shard.find("\"state of the art\"")).containsExactly("art");
        assertThat(shard.find("\"last unicorn\"")).containsExactly("split");
        assertThat(shard.find("\"unicorn horses\"")).isEmpty();
    }

    @Test
    void withoutThePhraseACandidateByMeaningHasNoLexicalScore() throws IOException {
        shard.put("with", "A red apple.").put("without", "An apple, red.");
        List<Candidate> found = ShardBench.search(
                shard.shard,
                new CandidateQuery(
                        shard.shard.id(),
                        "\"red apple\"",
                        ShardBench.unit(1, 0),
                        null,
                        10,
                        GroupBy.DOCUMENT,
                        null,
                        null));
        assertThat(found).hasSize(2);
        assertThat(found)
                .filteredOn(c -> c.lexical() > 0)
                .extracting(Candidate::documentId)
                .containsExactly("with");
    }

    @Test
    void aFuzzyWordFindsItsVariantsBelowItself() {
        shard.put("exact", "A diabetes study here.")
                .put("near", "A diabates study here.")
                .put("far", "A diaetis study here.")
                .put("first", "A niabetes study here.")
                .put("other", "A daisy study here.");
        assertThat(shard.find("diabetes")).containsExactly("exact");
        assertThat(shard.find("diabetes", Fuzziness.ONE)).containsExactly("exact", "near");
        assertThat(shard.find("diabetes", Fuzziness.AUTO))
                .contains("exact", "near")
                .doesNotContain("first", "other");
        assertThat(shard.find("daibetes", Fuzziness.ONE))
                .as("two letters swapped")
                .containsExactly("exact");
        assertThat(shard.find("diabetes 2021", Fuzziness.TWO)).startsWith("exact", "near");
        assertThat(shard.find("nothinglikeit", Fuzziness.TWO)).isEmpty();
        assertThat(shard.find("\"diabetes studie\"", Fuzziness.TWO)).containsExactly("exact");
    }

    @Test
    void anExactMatchScoresTheSameWithAndWithoutFuzzinessAndARareMisspellingIsNotRewarded() {
        for (int i = 0; i < 30; i++) {
            shard.put("right" + i, "Every giraffe number " + i + " drinks.");
        }
        shard.put("typo", "Every girafe number 7 drinks.");
        float exact = shard.candidates("giraffe", Fuzziness.EXACT).getFirst().lexical();
        List<Candidate> fuzzy = shard.candidates("giraffe", Fuzziness.AUTO);
        assertThat(fuzzy).hasSize(31);
        assertThat(fuzzy.getFirst().lexical()).isCloseTo(exact, within(1e-6f));
        assertThat(fuzzy.getLast().documentId()).isEqualTo("typo");
        assertThat(fuzzy.getLast().lexical()).isBetween(0.4f * exact, 0.8f * exact);
    }

    @Test
    void aTitleOfWeightThreeCountsThreeTimes() throws IOException {
        try (TextShard heavy = new TextShard(data, "en", 3)) {
            for (TextShard one : List.of(shard, heavy)) {
                one.put("title", "Zebra", "Lions sleep at night, and some drink by day.")
                        .put("text", "Lion", "Zebra and zebra sleep at night, and some drink.");
            }
            assertThat(shard.find("zebra")).containsExactly("text", "title");
            assertThat(heavy.find("zebra")).containsExactly("title", "text");
        }
    }

    @Test
    void aCollectionIsReadInItsLanguage() throws IOException {
        try (TextShard german = new TextShard(data, "de", 1);
                TextShard any = new TextShard(data, "none", 1)) {
            german.put("1", "Die Häuser der Stadt.");
            any.put("1", "Die Häuser der Stadt und the tokens 東京大学で.");
            assertThat(german.find("haus")).containsExactly("1");
            assertThat(german.find("die der")).isEmpty();
            assertThat(any.find("haus")).isEmpty();
            assertThat(any.find("HAUSER")).containsExactly("1");
            assertThat(any.find("the")).containsExactly("1");
            assertThat(any.find("大学")).containsExactly("1");
        }
    }

    @Test
    void anyCharactersCanBeFound() throws IOException {
        String word = "pneumono".repeat(625);
        String text = "東京大学 😀 👩‍👩‍👧 nul\u0000byte " + word + " done";
        shard.put("1", text);
        for (String query :
                List.of("京大", "😀", "👩‍👩‍👧", "byte", word, "\"" + word + "\"", "\"😀 👩‍👩‍👧\"", "done\u0000")) {
            assertThat(shard.find(query)).as(query).containsExactly("1");
            assertThat(shard.candidates(query, Fuzziness.TWO)).hasSize(1);
        }
        try (TextShard chinese = new TextShard(data, "zh", 1)) {
            chinese.put("1", "东京大学位于东京。").put("2", "大学在北京。");
            assertThat(chinese.find("东京大学")).first().isEqualTo("1");
            assertThat(chinese.find("\"东京大学\"")).containsExactly("1");
            assertThat(chinese.find("\"学大\"")).isEmpty();
        }
    }

    /** The collector skips passages that cannot compete; what it returns must not depend on it. */
    @Test
    void phrasesAndFuzzyWordsAreSkippedThroughLikeOthers() throws IOException {
        Random random = new Random(11);
        for (int d = 0; d < 400; d++) {
            int passages = 1 + random.nextInt(5);
            StringBuilder text = new StringBuilder();
            for (int p = 0; p < passages; p++) {
                for (int w = 1 + random.nextInt(30); w > 0; w--) {
                    text.append("wor")
                            .append((char) ('a' + (int) (26 * Math.pow(random.nextDouble(), 3))))
                            .append(random.nextInt(4) == 0 ? "x " : " ");
                }
                text.append('.');
            }
            float[][] vectors = new float[passages][];
            java.util.Arrays.setAll(vectors, _ -> ShardBench.randomUnit(random, 2));
            shard.shard.put(ShardBench.document("d" + d, text.toString(), Map.of(), vectors));
            shard.shard.advance(d, -1);
            if (d % 150 == 149) {
                shard.shard.refresh();
            }
        }
        shard.shard.refresh();
        for (String query : List.of("\"wora wora\" worb", "\"wora worb\" \"wora wora\"", "worq worax", "worz")) {
            for (Fuzziness fuzziness : List.of(Fuzziness.EXACT, Fuzziness.ONE)) {
                Map<String, Float> best = new TreeMap<>();
                search(query, fuzziness, 10_000, GroupBy.PASSAGE)
                        .forEach(p -> best.merge(p.documentId(), p.lexical(), Math::max));
                assertThat(best).isNotEmpty();
                List<Float> expected = best.values().stream()
                        .sorted(Collections.reverseOrder())
                        .limit(10)
                        .toList();
                List<Candidate> found = search(query, fuzziness, 10, GroupBy.DOCUMENT);
                assertThat(found.stream().map(Candidate::lexical).toList())
                        .as("%s %s", query, fuzziness)
                        .isEqualTo(expected);
            }
        }
    }

    private List<Candidate> search(String query, Fuzziness fuzziness, int count, GroupBy groupBy) throws IOException {
        return ShardBench.search(
                shard.shard,
                new CandidateQuery(shard.shard.id(), query, fuzziness, null, null, count, groupBy, null, null, false));
    }
}
