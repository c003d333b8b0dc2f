package io.vicinal.parsing;

import java.nio.file.Path;

/**
 * One file to be parsed.
 *
 * @param file where its bytes lie; read only
 * @param name as the user has it, with its ending: a hint to its type where the content leaves it open
 */
public record ParseRequest(Path file, String name, ParseLimits limits) {}
