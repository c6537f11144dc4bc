package io.mynah.chat.upload;

import io.mynah.chat.Channel;
import io.mynah.chat.Envelope;
import io.mynah.chat.FileOffer;
import io.mynah.chat.Incoming;
import io.mynah.chat.Reply;
import io.mynah.chat.feature.Command;
import io.mynah.chat.words.Phrases;
import io.mynah.export.reading.ExportFolder;
import io.mynah.store.conversation.Expectation.AwaitedFile;
import io.mynah.store.conversation.Expectations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * {@code /train}: with a file, as an answer to one, before one, with the name of a sample or of
 * somebody who is known, or with a path where the channel's user sits at this machine.
 */
final class TrainCommand implements Command {
  private static final Duration PATIENCE = Duration.ofMinutes(30);
  private static final Pattern TOKEN = Pattern.compile("\"[^\"]*\"|'[^']*'|(?:\\\\.|\\S)+");
  private static final Pattern ESCAPED = Pattern.compile("\\\\(.)");
  private static final Pattern LIKELY =
      Pattern.compile("(?i).*\\.(json|jsonl|ndjson|html?|zip|gz|gzip|txt|csv|tsv)|[^.]*");

  /** How the names of files end that hold voices of another Mynah. */
  private static final String VOICE = ".mynah";

  private final Channel channel;
  private final Expectations expectations;
  private final UploadReception reception;
  private final TrainByName person;
  private final Map<String, Path> samples;
  private final Clock clock;

  TrainCommand(
      Channel channel,
      Expectations expectations,
      UploadReception reception,
      TrainByName person,
      Map<String, Path> samples,
      Clock clock) {
    this.channel = channel;
    this.expectations = expectations;
    this.reception = reception;
    this.person = person;
    this.samples = samples;
    this.clock = clock;
  }

  @Override
  public void run(Call call) throws IOException {
    Incoming.Answered answered = call.answered();
    if (answered != null && !answered.files().isEmpty()) {
      if (reception.acceptOffer(call.envelope(), answered.files())) {
        return;
      }
      reception.begin(
          call.envelope(), call.phrases(), uploadFiles(call.envelope(), answered.files(), ""));
    } else if (!call.arguments().isEmpty()) {
      named(call.envelope(), call.phrases(), call.arguments());
    } else if (!reception.acceptOffer(call.envelope())) {
      expectations.expect(
          call.owner(),
          call.envelope().address(),
          new AwaitedFile(),
          clock.instant().plus(PATIENCE));
      String key = channel.readsLocalPaths() ? "train.which-path" : "train.send-file";
      channel.send(call.envelope().address(), Reply.of(call.phrases().of(key)));
    }
  }

  /** A file came in, with {@code /train} as its caption or without. */
  void file(Incoming.File file, Phrases phrases, boolean asked) throws IOException {
    Envelope envelope = file.envelope();
    String album = file.album() == null ? "" : file.album();
    UploadFiles uploadFiles = uploadFiles(envelope, List.of(file.file()), album);
    boolean expected = expects(envelope);
    if (reception.addPage(envelope, phrases, uploadFiles)) {
      if (asked || expected) {
        boolean unused = reception.acceptOffer(envelope);
      }
    } else if (asked || expected) {
      reception.begin(envelope, phrases, uploadFiles);
    } else if (file.file().name() == null || LIKELY.matcher(file.file().name()).matches()) {
      reception.offer(envelope, phrases, uploadFiles);
    } else {
      boolean voice = String.valueOf(file.file().name()).toLowerCase(Locale.ROOT).endsWith(VOICE);
      channel.send(
          envelope.address(), Reply.of(phrases.of(voice ? "hint.voice-file" : "hint.file")));
    }
  }

  /** Whether someone was asked for a file. */
  boolean expects(Envelope envelope) {
    return expectations
        .expected(envelope.sender(), envelope.address(), clock.instant(), AwaitedFile.class)
        .isPresent();
  }

  /** The name of a sample, a path where paths can be read, or the name of a person. */
  void named(Envelope envelope, Phrases phrases, String words) throws IOException {
    Path sample = samples.get(words.strip().toLowerCase(Locale.ROOT));
    List<Path> files = List.of();
    if (sample != null) {
      files = List.of(sample);
    } else if (channel.readsLocalPaths()) {
      files = files(words);
    }
    if (!files.isEmpty()) {
      List<FileOffer> offers = files.stream().map(TrainCommand::offer).toList();
      reception.begin(
          envelope,
          phrases,
          new UploadFiles(true, envelope.language().toLanguageTag(), "", offers));
    } else if (person.train(envelope, phrases, words)) {
      expectNoFile(envelope);
    } else {
      String key = channel.readsLocalPaths() ? "train.no-such-file" : "train.no-paths";
      channel.send(envelope.address(), Reply.of(phrases.of(key)));
    }
  }

  /** Whoever names a person is not waited for with a file any more. */
  private void expectNoFile(Envelope envelope) {
    if (expects(envelope)) {
      expectations.clear(envelope.sender(), envelope.address());
    }
  }

  private static FileOffer offer(Path file) {
    return new FileOffer(file.toAbsolutePath().toString(), String.valueOf(file.getFileName()), -1);
  }

  /** The files that a path, or several, name; all of them exist, or there are none. */
  private static List<Path> files(String words) throws IOException {
    List<Path> whole = exports(words.strip());
    if (!whole.isEmpty()) {
      return whole;
    }
    List<Path> files = new ArrayList<>();
    for (String token : TOKEN.matcher(words).results().map(MatchResult::group).toList()) {
      List<Path> some = exports(token.replaceAll("^[\"']|[\"']$", ""));
      if (some.isEmpty()) {
        return List.of();
      }
      files.addAll(some);
    }
    return files;
  }

  /** What a path leads to, with backslashes before its spaces or without. */
  private static List<Path> exports(String name) throws IOException {
    List<Path> plain = exportsAt(name);
    return plain.isEmpty() ? exportsAt(ESCAPED.matcher(name).replaceAll("$1")) : plain;
  }

  /** A file; or what of a folder is an export. */
  private static List<Path> exportsAt(String name) throws IOException {
    String home = System.getProperty("user.home");
    Path path;
    try {
      path = Path.of(name.startsWith("~/") ? home + name.substring(1) : name);
    } catch (InvalidPathException e) {
      return List.of();
    }
    if (Files.isDirectory(path) && Files.isReadable(path)) {
      return ExportFolder.files(path);
    }
    return Files.isRegularFile(path) ? List.of(path) : List.of();
  }

  private static UploadFiles uploadFiles(Envelope envelope, List<FileOffer> files, String album) {
    return new UploadFiles(false, envelope.language().toLanguageTag(), album, files);
  }
}
