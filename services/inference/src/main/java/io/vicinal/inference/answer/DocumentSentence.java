package io.vicinal.inference.answer;

import io.vicinal.text.sentence.TextSentences;
import java.util.List;

/**
 * A sentence of an excerpt, or two that stand beside each other.
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

    /** With the one before it, as both stand in the text. */
    DocumentSentence after(DocumentSentence before) {
        return new DocumentSentence(
                excerpt,
                before.start(),
                excerpt.text().substring(before.start() - excerpt.start(), end() - excerpt.start()));
    }

    boolean overlaps(DocumentSentence other) {
        return excerpt.documentId().equals(other.excerpt().documentId())
                && start < other.end()
                && other.start() < end();
    }

    int end() {
        return start + text.length();
    }
}
