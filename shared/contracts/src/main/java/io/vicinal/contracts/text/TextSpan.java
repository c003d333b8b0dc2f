package io.vicinal.contracts.text;

/**
 * A part of a text, in UTF-16 code units; never half a surrogate pair.
 *
 * @param end one past the last
 */
public record TextSpan(int start, int end) {}
