package io.vicinal.gateway.document;

import io.vicinal.contracts.document.FilesResult.FileOutcome;
import io.vicinal.contracts.document.SubmitResult.Rejected;
import java.util.List;

/**
 * What became of the files of a body.
 *
 * @param accepted files that are documents now
 * @param rejected the others, as with documents
 * @param files every one in order, and what was found in it
 */
record FilesAnswer(long accepted, List<Rejected> rejected, List<FileOutcome> files) {}
