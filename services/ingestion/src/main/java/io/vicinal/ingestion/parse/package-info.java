/**
 * Files to text, in processes of their own: a file is hostile until it has been read, and what it does to its reader must
 * not happen here. Started when there is a file, kept warm, replaced after a crash, a timeout or many files.
 */
@NullMarked
package io.vicinal.ingestion.parse;

import org.jspecify.annotations.NullMarked;
