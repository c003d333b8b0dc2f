package io.vicinal.parsing;

/**
 * What a file may ask of the process, besides its memory and time, which are bounded from outside.
 *
 * @param textBytes of UTF-8 that come out
 * @param depth of elements within elements
 * @param embeddedFiles attachments and embedded files that are read, at every level together
 * @param embeddedDepth of files within files
 * @param unpackedBytes of what is packed in the file, and of all embedded files
 */
public record ParseLimits(int textBytes, int depth, int embeddedFiles, int embeddedDepth, long unpackedBytes) {}
