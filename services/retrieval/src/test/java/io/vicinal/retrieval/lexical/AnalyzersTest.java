package io.vicinal.retrieval.lexical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.contracts.collection.Language;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.search.Fuzziness;
import io.vicinal.retrieval.TextShard;
import io.vicinal.retrieval.lexical.AnalysedQuery.Word;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnalyzersTest {
    /** Each with something that a careless analyser stumbles over. */
    private static final String ANYTHING =
            "Ünïcödé 👩‍👩‍👧 \ud83d\ude00\ud800 \u0000 汉字かなカナ 한국어 ไทย العربية हिन्दी " + "x".repeat(5000);

    private static List<String> terms(String language, String text) {
        return AnalysedQuery.of(text, Fuzziness.EXACT, TextShard.collection(language, 1)).words().stream()
                .map(Word::term)
                .toList();
    }

    @Test
    void everyLanguageHasOneThatReadsAnyText() {
        for (String language : Language.CODES) {
            assertThat(terms(language, ANYTHING)).as(language).isNotEmpty().doesNotContain("");
            assertThat(Analyzers.of(language)).as("shared").isSameAs(Analyzers.of(language));
        }
        assertThatThrownBy(() -> Analyzers.of("tlh")).isInstanceOf(ProblemException.class);
    }

    /** Two forms of a word that have to meet, and one that must not be met. */
    @ParameterizedTest
    @CsvSource({
        "ar, الكتاب, كتاب, قلم",
        "bg, книгата, книга, молив",
        "bn, বইগুলো, বইগুলো, কলম",
        "ca, gats, gat, gos",
        "cs, knihy, kniha, pero",
        "da, husene, hus, bil",
        "de, Häuser, Haus, Auto",
        "el, δρόμοι, δρόμος, στυλό",
        "en, running, runs, walk",
        "es, libros, libro, lápiz",
        "et, raamatud, raamat, pliiats",
        "fi, taloissa, talo, auto",
        "fr, chevaux, cheval, chien",
        "ga, cait, cait, madra",
        "hi, किताबें, किताब, कलम",
        "hu, házak, ház, autó",
        "id, bukunya, buku, pena",
        "it, ragazzi, ragazzo, penna",
        "ja, 食べました, 食べる, 飲む",
        "ko, 학교에서, 학교, 병원",
        "lt, knygos, knyga, pieštukas",
        "lv, grāmatas, grāmata, zīmulis",
        "nl, fietsen, fiets, auto",
        "no, husene, hus, bil",
        "pl, książki, książka, ołówek",
        "pt, livros, livro, caneta",
        "pt-br, livros, livro, caneta",
        "ro, cărțile, cărți, stilou",
        "ru, книги, книга, ручка",
        "sv, husen, hus, bil",
        "tr, kitaplar, kitap, kalem",
        "uk, книги, книга, ручка",
        "zh, 东京大学, 东京, 北京",
        "th, หนังสือ, หนังสือ, ปากกา",
        "none, CAFÉ, cafe, cafes",
        "none, Straße, STRASSE, Stadt",
        "none, หนังสือดี, หนังสือ, ปากกา",
    })
    void formsOfAWordMeet(String language, String one, String other, String different) {
        assertThat(terms(language, one)).containsAnyElementsOf(terms(language, other));
        assertThat(terms(language, one)).doesNotContainAnyElementsOf(terms(language, different));
    }

    @Test
    void aLanguageHasStopWordsAndNoneHasNot() {
        assertThat(terms("en", "the of and")).isEmpty();
        assertThat(terms("de", "der die und")).isEmpty();
        assertThat(terms("none", "the of and")).containsExactly("the", "of", "and");
        assertThat(terms("none", "running runs")).containsExactly("running", "runs");
    }

    @Test
    void oneServesAnyNumberOfThreads() throws ExecutionException, InterruptedException {
        List<String> expected = terms("ja", "東京の大学で食べました");
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<List<String>>> answers = IntStream.range(0, 400)
                    .mapToObj(_ -> threads.submit(() -> terms("ja", "東京の大学で食べました")))
                    .toList();
            for (Future<List<String>> answer : answers) {
                assertThat(answer.get()).isEqualTo(expected);
            }
        }
    }
}
