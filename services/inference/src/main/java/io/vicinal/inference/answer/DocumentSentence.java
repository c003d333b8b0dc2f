package io.vicinal.inference.answer;

import io.vicinal.text.sentence.TextSentences;
import java.util.List;

/**
 * A sentence of an excerpt.
 *
 * @param start in the document's text, in UTF-16 code units
 */
record DocumentSentence(Excerpt excerpt, int start, String text) {

    static List<DocumentSentence> of(Excerpt excerpt) {
        return TextSentences.of(excerpt.text()).stream()
                .map(sentence -> new DocumentSentence(
                        excerpt,
                        excerpt.start() + sentence.start(),
                        excerpt.text().substring(sentence.start(), sentence.end())))
                .filter(sentence -> sentence.text().chars().anyMatch(Character::isLetterOrDigit))
                .toList();
    }

    int end() {
        return start + text.length();
    }
}
