package io.mynah.export;

import com.fasterxml.jackson.core.JsonFactory;
import io.mynah.export.Refusal.Reason;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads a Telegram Desktop export of any form (JSON or HTML, one chat or a whole account, plain,
 * gzipped or zipped) in one streaming pass whose memory does not grow with the file.
 *
 * <p>Safe for use by many threads; each call has its own state. Files are hostile until proved
 * otherwise: every cap of {@link ExportLimits} ends in a {@link Refusal}, never in an exception.
 * What a {@link MessageSink} or {@link ReadMonitor} throws is passed on as it is.
 */
public final class ExportReader {
  /** Bytes of a zip without entries: its end record alone. */
  private static final int EMPTY_ZIP = 22;

  private final ExportLimits limits;
  private final JsonFactory json;

  public ExportReader(ExportLimits limits) {
    this.limits = limits;
    this.json = JsonScan.factory(limits);
  }

  /**
   * Why a file is no export that can be read, where its name and size tell that beforehand.
   *
   * @param name with its ending; may be empty
   * @param size in bytes; −1 if it is not known
   */
  public Optional<Refusal> refusal(String name, long size) {
    if (size == 0) {
      return Optional.of(Refusal.of(Reason.EMPTY));
    }
    if (size > limits.fileBytes()) {
      return Optional.of(
          RefusedException.limit(Reason.FILE_TOO_LARGE, limits.fileBytes()).refusal());
    }
    return size == EMPTY_ZIP && name.toLowerCase(Locale.ROOT).endsWith(".zip")
        ? Optional.of(Refusal.of(Reason.ZIP_WITHOUT_EXPORT))
        : Optional.empty();
  }

  /**
   * Lists the chats of an export and the people in them.
   *
   * @param files one file, or the pages of one HTML export in any order
   */
  public ExportResult<Survey> survey(List<ExportSource> files, ReadMonitor monitor) {
    return run(files, Pass.overAll(limits), monitor, Pass::survey);
  }

  /**
   * Hands the messages of one chat that can be kept to {@code sink}, in the order of the file.
   *
   * @param chat the index of the chat in the {@link Survey} of the same files
   */
  public ExportResult<ReadReport> read(
      List<ExportSource> files, int chat, MessageSink sink, ReadMonitor monitor) {
    return run(files, Pass.overOne(limits, chat, sink), monitor, Pass::report);
  }

  private <T> ExportResult<T> run(
      List<ExportSource> files, Pass pass, ReadMonitor monitor, Function<Pass, T> result) {
    try {
      Budget budget = new Budget(limits, monitor, ExportOpener.size(files, limits));
      try (Content content = new ExportOpener(budget).open(files)) {
        run(content, pass);
      }
      budget.finished();
      return new ExportResult.Read<>(result.apply(pass));
    } catch (RefusedException e) {
      return new ExportResult.Refused<>(e.refusal());
    } catch (IOException e) {
      return new ExportResult.Refused<>(Refusal.of(Reason.UNREADABLE));
    }
  }

  private void run(Content content, Pass pass) throws IOException {
    Reason other;
    if (content instanceof Content.Json document) {
      JsonScan.run(json, document.bytes(), pass);
      other = pass.isBroken() ? Reason.UNREADABLE : Reason.OTHER_JSON;
    } else {
      for (Content.HtmlChat chat : ((Content.Html) content).chats()) {
        HtmlScan.run(chat, pass);
      }
      other = Reason.OTHER_HTML;
    }
    if (!pass.foundNothing()) {
      return;
    }
    if (pass.isTelegrams()) {
      other = pass.isBroken() ? Reason.UNREADABLE : Reason.NO_MESSAGES;
    }
    throw RefusedException.of(other);
  }
}
