package io.mynah.app.command;

import io.mynah.app.wiring.CommandFailure;
import io.mynah.chat.upload.RefusalText;
import io.mynah.export.ChatSummary;
import io.mynah.export.ExportResult;
import io.mynah.export.ExportSource;
import io.mynah.export.ExportedPerson;
import io.mynah.export.MessageSink;
import io.mynah.export.ReadMonitor;
import io.mynah.export.ReadReport;
import io.mynah.export.Survey;
import io.mynah.export.reading.ExportFolder;
import io.mynah.export.reading.ExportReader;
import io.mynah.text.NameFolding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An export on disk and the selected chat. */
public final class ExportFile {
  private static final int SHOWN = 20;

  private final ExportReader reader;
  private final List<ExportSource> files;
  private final ChatSummary chat;

  private ExportFile(ExportReader reader, List<ExportSource> files, ChatSummary chat) {
    this.reader = reader;
    this.files = files;
    this.chat = chat;
  }

  /**
   * Opens an export and selects a chat.
   *
   * @param file the file or folder of an export
   * @param chat the name of the chat; may be null if there is only one
   * @throws CommandFailure if that is impossible, with words for the user
   */
  public static ExportFile open(ExportReader reader, Path file, @Nullable String chat) {
    List<Path> files = files(file);
    Survey survey = value(reader.survey(ExportSource.of(files), ReadMonitor.NONE));
    return new ExportFile(reader, ExportSource.of(files), choose(survey, chat));
  }

  private static List<Path> files(Path file) {
    if (!Files.isReadable(file)) {
      throw new CommandFailure(
          "There is no file %s that can be read. Name the result.json or another file of an export."
              .formatted(file));
    }
    if (!Files.isDirectory(file)) {
      return List.of(file);
    }
    List<Path> files;
    try {
      files = ExportFolder.files(file);
    } catch (IOException e) {
      throw new CommandFailure(
          "The folder %s cannot be read. Name the result.json or zip of an export."
              .formatted(file));
    }
    if (files.isEmpty()) {
      throw new CommandFailure(
          "The folder %s holds no result.json, no messages.html, no single text of WhatsApp or Signal and no single archive. Name the file of an export."
              .formatted(file));
    }
    return files;
  }

  public ChatSummary chat() {
    return chat;
  }

  /** The chat's name, or a placeholder. */
  public String title() {
    String name = chat.name();
    return name == null || name.isBlank() ? "Saved Messages" : name;
  }

  /** Reads the chat's messages into a sink. */
  public ReadReport read(MessageSink sink) {
    return value(reader.read(files, chat.index(), sink, ReadMonitor.NONE));
  }

  /**
   * Finds the person of the chat with this name.
   *
   * @throws CommandFailure when there is none, or more than one
   */
  public ExportedPerson person(String name) {
    return one(chat.people(), p -> names(p), name, "person", "--person", ExportedPerson::name);
  }

  private static List<String> names(ExportedPerson person) {
    List<String> names = new ArrayList<>(person.aliases());
    names.add(person.name());
    return names;
  }

  private static ChatSummary choose(Survey survey, @Nullable String name) {
    List<ChatSummary> chats = survey.chats();
    Function<ChatSummary, String> shown = c -> c.name() == null ? "Saved Messages" : c.name();
    if (name != null) {
      return one(chats, c -> List.of(shown.apply(c)), name, "chat", "--chat", shown);
    }
    if (chats.size() > 1) {
      throw new CommandFailure(
          "The export holds %d chats; say which one with --chat: %s."
              .formatted(chats.size(), list(chats, shown)));
    }
    return chats.get(0);
  }

  private static <T> T one(
      List<T> all,
      Function<T, List<String>> names,
      String wanted,
      String kind,
      String option,
      Function<T, String> shown) {
    String folded = NameFolding.fold(wanted);
    List<T> found =
        all.stream()
            .filter(t -> names.apply(t).stream().anyMatch(n -> NameFolding.fold(n).equals(folded)))
            .toList();
    if (found.isEmpty()) {
      found =
          all.stream()
              .filter(
                  t -> names.apply(t).stream().anyMatch(n -> NameFolding.fold(n).contains(folded)))
              .toList();
    }
    if (found.size() == 1) {
      return found.get(0);
    }
    throw new CommandFailure(
        found.isEmpty()
            ? "There is no %s “%s” in the export. There is: %s."
                .formatted(kind, wanted, list(all, shown))
            : "“%s” fits more than one %s; say it in full with %s: %s."
                .formatted(wanted, kind, option, list(found, shown)));
  }

  static <T> String list(List<T> all, Function<T, String> shown) {
    String some = all.stream().limit(SHOWN).map(shown).collect(Collectors.joining(", "));
    return all.size() > SHOWN ? some + " and " + (all.size() - SHOWN) + " more" : some;
  }

  /**
   * The value of a result.
   *
   * @throws CommandFailure if reading was refused, with words for the user
   */
  public static <T> T value(ExportResult<T> result) {
    if (result instanceof ExportResult.Read<T> read) {
      return read.value();
    }
    throw new CommandFailure(
        RefusalText.of(Locale.ENGLISH, ((ExportResult.Refused<T>) result).refusal()));
  }
}
