package io.mynah.app.command;

import io.mynah.app.wiring.ApplicationContext;
import io.mynah.app.wiring.CommandEnvironment;
import io.mynah.app.wiring.CommandFailure;
import io.mynah.app.wiring.ExitCode;
import io.mynah.app.wiring.Terminal;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.models.UnusableVoice;
import io.mynah.models.VoiceTransfer;
import io.mynah.store.conversation.UserUsage;
import java.io.BufferedInputStream;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mynah import FILE}: takes in a voice that another Mynah exported. */
@Command(name = "import", description = "Takes in a voice that /export of another Mynah sent.")
public final class ImportSubcommand implements Callable<Integer> {
  /** No voice is nearly as large. */
  private static final long MOST_BYTES = 1L << 30;

  private final CommandEnvironment environment;

  @Parameters(paramLabel = "FILE", description = "The file, voice.mynah.")
  private Path file = Path.of("");

  @Option(
      names = "--owner",
      paramLabel = "ID",
      description =
          "Whose voice it becomes: a user of the bot, by the id that mynah users list shows (default: the terminal's own).")
  private @Nullable String owner;

  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      description = "Read the passphrase from the first line of this file instead of asking.")
  private @Nullable Path passphraseFile;

  ImportSubcommand(CommandEnvironment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw new CommandFailure("There is no file %s that can be read.".formatted(file));
    }
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new CommandFailure("%s is too large to be a voice.".formatted(file));
      }
      String passphrase = passphrase();
      try (ApplicationContext application = ApplicationContext.openAlone(environment, false)) {
        Person person = read(application, owner(application), passphrase);
        environment
            .terminal()
            .out()
            .println(
                owner == null
                    ? "%s can be spoken now: mynah speak \"%s\""
                        .formatted(person.name(), person.name())
                    : "%s can be spoken now.".formatted(person.name()));
        return ExitCode.OK;
      }
    } catch (IOException e) {
      throw new CommandFailure(
          "%s could not be read or stored (%s). Nothing was taken in."
              .formatted(file, e.getClass().getSimpleName()));
    }
  }

  private String passphrase() throws IOException {
    if (passphraseFile != null) {
      if (!Files.isRegularFile(passphraseFile)) {
        throw new CommandFailure("There is no file %s.".formatted(passphraseFile));
      }
      try (var lines = Files.lines(passphraseFile)) {
        return given(lines.findFirst());
      }
    }
    Terminal terminal = environment.terminal();
    Console console = terminal.interactive() ? System.console() : null;
    if (console != null) {
      // What is typed is not shown.
      char[] typed = console.readPassword("Passphrase: ");
      return given(Optional.ofNullable(typed).map(String::new));
    }
    terminal.err().print("Passphrase: ");
    terminal.err().flush();
    return given(Optional.ofNullable(terminal.in().readLine()));
  }

  private static String given(Optional<String> line) {
    return line.map(String::strip)
        .filter(words -> !words.isEmpty())
        .orElseThrow(() -> new CommandFailure("No passphrase was given. Nothing was taken in."));
  }

  private OwnerId owner(ApplicationContext application) {
    if (owner == null) {
      return OwnerId.LOCAL;
    }
    UserUsage usage = new UserUsage(application.database, application.config.telegram().bot());
    return (owner.matches("\\d{1,18}")
            ? usage.find(Long.parseLong(owner))
            : Optional.<UserUsage.User>empty())
        .map(UserUsage.User::owner)
        .orElseThrow(
            () ->
                new CommandFailure(
                    "There is no user %s. mynah users list shows all, by the ids that Telegram gave them."
                        .formatted(owner)));
  }

  private Person read(ApplicationContext application, OwnerId forOwner, String passphrase)
      throws IOException {
    VoiceTransfer transfer =
        new VoiceTransfer(application.models, application.voiceRecords, application.corpora);
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      return transfer.read(forOwner, in, passphrase, environment.clock().instant());
    } catch (UnusableVoice e) {
      throw new CommandFailure(words(e) + " Nothing was taken in.");
    }
  }

  private String words(UnusableVoice e) {
    return switch (e.reason()) {
      case OTHER_FILE -> "%s is no voice that Mynah exported.".formatted(file);
      case OTHER_VERSION ->
          "%s was made by a newer version of Mynah. Install that version first.".formatted(file);
      case WRONG_PASSPHRASE ->
          "This passphrase does not open %s. Type it exactly as it was given.".formatted(file);
      case DAMAGED ->
          "%s is damaged: it was changed or cut off. Get the file once more.".formatted(file);
      case MISSING_BASE ->
          "The voice in %s speaks on the base %s, which is not here. Add that base first: mynah base add."
              .formatted(file, e.base());
      case KNOWN -> "The voice in %s is here already.".formatted(file);
    };
  }
}
