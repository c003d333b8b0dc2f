package io.vicinal.inference.fewshot;

import java.util.List;

/**
 * A document that may be an example.
 *
 * @param labels none where no field was named
 * @param similarity cosine of the text and the document's nearest passage
 * @param vector {@code float[dimensions]} of that passage, of length 1
 */
public record Candidate(String documentId, List<String> labels, double similarity, float[] vector) {}
