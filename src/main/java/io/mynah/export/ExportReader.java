package io.mynah.export;

import java.nio.file.Path;
import java.util.List;

/**
 * Reads a Telegram Desktop export of any form (JSON or HTML, one chat or a whole account, plain,
 * gzipped or zipped) in one streaming pass whose memory does not grow with the file.
 *
 * <p>Safe for use by many threads; each call has its own state. Files are hostile until proved
 * otherwise: every cap of {@link ExportLimits} ends in a {@link Refusal}, never in an exception.
 */
public final class ExportReader {
  private final ExportLimits limits;

  public ExportReader(ExportLimits limits) {
    this.limits = limits;
  }

  /**
   * Lists the chats of an export and the people in them.
   *
   * @param files one file, or the pages of one HTML export in any order
   */
  public ExportResult<Survey> survey(List<Path> files, ReadMonitor monitor) {
    throw new UnsupportedOperationException();
  }

  /**
   * Hands the messages of one chat that can be kept to {@code sink}, in the order of the file.
   *
   * @param chat the index of the chat in the {@link Survey} of the same files
   */
  public ExportResult<ReadReport> read(
      List<Path> files, int chat, MessageSink sink, ReadMonitor monitor) {
    throw new UnsupportedOperationException(limits.toString());
  }
}
