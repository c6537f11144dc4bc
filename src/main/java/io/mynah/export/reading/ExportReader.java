package io.mynah.export.reading;

import com.fasterxml.jackson.core.JsonFactory;
import io.mynah.export.ExportLimits;
import io.mynah.export.ExportResult;
import io.mynah.export.ExportSource;
import io.mynah.export.MessageSink;
import io.mynah.export.ReadMonitor;
import io.mynah.export.ReadReport;
import io.mynah.export.Refusal;
import io.mynah.export.Refusal.Reason;
import io.mynah.export.Survey;
import io.mynah.export.bytes.ReadingBudget;
import io.mynah.export.bytes.RefusedException;
import io.mynah.export.chats.ExportContent;
import io.mynah.export.chats.ExportPass;
import io.mynah.export.html.HtmlScan;
import io.mynah.export.json.JsonScan;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads a Telegram Desktop export of any form (JSON or HTML, one chat or a whole account), or the
 * export of another place (WhatsApp, Discord, Signal, Slack, iMessage, a table), plain, gzipped or
 * zipped, as a stream. What a file is, its content tells. Memory does not grow with its size.
 *
 * <p>Thread-safe; each call has its own state. Files are taken to be hostile: every limit of {@link
 * ExportLimits} ends in a {@link Refusal}, never in an exception. What a {@link MessageSink} or
 * {@link ReadMonitor} throws is passed on unchanged.
 */
public final class ExportReader {
  /** Bytes of a zip without entries, which is only its end record. */
  private static final int EMPTY_ZIP = 22;

  private final ExportLimits limits;
  private final JsonFactory json;
  private final ForeignFormats formats;

  public ExportReader(ExportLimits limits) {
    this.limits = limits;
    this.json = JsonScan.factory(limits);
    this.formats = new ForeignFormats(json);
  }

  /**
   * Why a file cannot be a readable export, as far as its name and size already tell.
   *
   * @param name with its ending; may be empty
   * @param size in bytes; −1 if unknown
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
    return run(files, ExportPass.overAll(limits), monitor, ExportPass::survey);
  }

  /**
   * Passes the messages of one chat that can be kept to {@code sink}, in the order of the file.
   *
   * @param chat the index of the chat in the {@link Survey} of the same files
   */
  public ExportResult<ReadReport> read(
      List<ExportSource> files, int chat, MessageSink sink, ReadMonitor monitor) {
    return run(files, ExportPass.overOne(limits, chat, sink), monitor, ExportPass::report);
  }

  private <T> ExportResult<T> run(
      List<ExportSource> files,
      ExportPass pass,
      ReadMonitor monitor,
      Function<ExportPass, T> result) {
    try {
      ReadingBudget budget = new ReadingBudget(limits, monitor, ExportOpener.size(files, limits));
      try (ExportContent content = new ExportOpener(budget, formats).open(files)) {
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

  private void run(ExportContent content, ExportPass pass) throws IOException {
    Reason other;
    if (content instanceof ExportContent.Json document) {
      JsonScan.run(json, document.bytes(), pass);
      other = pass.isBroken() ? Reason.UNREADABLE : Reason.OTHER_JSON;
    } else if (content instanceof ExportContent.Foreign foreign) {
      foreign.format().read(foreign.files(), pass);
      other = pass.isBroken() ? Reason.UNREADABLE : Reason.NO_MESSAGES;
    } else {
      for (ExportContent.HtmlChat chat : ((ExportContent.Html) content).chats()) {
        HtmlScan.run(chat, pass);
      }
      other = Reason.OTHER_HTML;
    }
    if (!pass.foundNothing()) {
      return;
    }
    if (pass.isRecognised()) {
      other = pass.isBroken() ? Reason.UNREADABLE : Reason.NO_MESSAGES;
    }
    throw RefusedException.of(other);
  }
}
