package io.vicinal.contracts.search;

import java.util.Map;

/**
 * What a document must be to be found: {@code {"eq": {"topic": "food", "year": 1450}}} holds where every named field
 * has (among its values) the given one.
 *
 * @param eq declared field to value: a string, a number or a boolean, after the field's type
 */
public record Filter(Map<String, Object> eq) {}
