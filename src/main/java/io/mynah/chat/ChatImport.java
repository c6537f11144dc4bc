package io.mynah.chat;

import io.mynah.chat.Findings.FoundChat;
import io.mynah.domain.MessageRef;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.export.ChatSummary;
import io.mynah.export.ExportReader;
import io.mynah.export.ExportResult;
import io.mynah.export.ReadMonitor;
import io.mynah.export.ReadReport;
import io.mynah.export.Refusal;
import io.mynah.store.Corpora;
import io.mynah.store.Uploads.Upload;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Stores the chosen chat of an upload, deletes the raw files and has the people trained. */
final class ChatImport {
  private static final int ROW_LENGTH = 24;

  private final ExportReader reader;
  private final Corpora corpora;
  private final UploadShelf shelf;
  private final Trainings trainings;
  private final VoiceStates voices;
  private final ProgressBoard board;
  private final Clock clock;

  ChatImport(
      Services services,
      UploadShelf shelf,
      Trainings trainings,
      VoiceStates voices,
      ProgressBoard board,
      Clock clock) {
    this.reader = services.reader();
    this.corpora = services.corpora();
    this.shelf = shelf;
    this.trainings = trainings;
    this.voices = voices;
    this.board = board;
    this.clock = clock;
  }

  /** Imports; an upload that was stopped meanwhile is left as it was, with nothing stored. */
  void run(Upload upload, ReadMonitor monitor) throws IOException {
    Findings findings = UploadJson.findings(upload);
    FoundChat chat = findings.chosen();
    Phrases phrases = shelf.phrases(upload);
    String title = new ChoiceText(phrases).title(chat);
    List<Path> files = shelf.raw().paths(upload.id(), UploadJson.parcel(upload));
    Optional<Stored> stored = Optional.empty();
    try (Corpora.Import target =
        corpora.begin(upload.owner(), chat.sourceKey(), title, clock.instant())) {
      ExportResult<ReadReport> result = reader.read(files, chat.index(), target::add, monitor);
      if (result instanceof ExportResult.Refused<ReadReport> refused) {
        refuse(upload, phrases, refused.refusal());
      } else if (!shelf.stopped(upload.id())) {
        ReadReport report = ((ExportResult.Read<ReadReport>) result).value();
        stored = Optional.of(new Stored(report, target.finish(names(report.chat()))));
      }
    }
    if (stored.isPresent()) {
      train(upload, findings, stored.get());
    }
  }

  private record Stored(ReadReport report, Corpora.Imported imported) {}

  private void refuse(Upload upload, Phrases phrases, Refusal refusal) throws IOException {
    if (refusal.reason() != Refusal.Reason.CANCELLED) {
      shelf.show(upload, Reply.of(RefusalText.of(phrases, refusal)));
      shelf.drop(upload);
    }
  }

  private static List<Corpora.PersonNames> names(ChatSummary chat) {
    return chat.people().stream()
        .map(person -> new Corpora.PersonNames(person.key(), person.name(), person.aliases()))
        .toList();
  }

  private void train(Upload upload, Findings findings, Stored stored) throws IOException {
    ReadReport report = stored.report();
    Corpora.Imported imported = stored.imported();
    Phrases phrases = shelf.phrases(upload);
    Set<String> keys =
        findings.picked().stream()
            .map(position -> findings.chosen().people().get(position).key())
            .collect(Collectors.toSet());
    List<Person> people =
        imported.people().stream().filter(person -> keys.contains(person.key().value())).toList();
    shelf.raw().delete(upload.id());
    boolean more = imported.added() > 0;
    if (!more && people.stream().allMatch(voices::ready)) {
      shelf.show(upload, nothingNew(phrases, people));
      shelf.drop(upload);
      return;
    }
    Upload shown = shelf.show(upload, Reply.of(summary(phrases, people, report)));
    MessageRef notice = Optional.ofNullable(shown.notice()).orElseThrow();
    if (report.truncated()) {
      board.remark(notice, phrases.of("upload.truncated"));
    }
    submit(upload.owner(), people, notice, more);
    shelf.drop(upload);
  }

  private void submit(OwnerId owner, List<Person> people, MessageRef notice, boolean more) {
    trainings.submit(
        owner,
        more ? people : people.stream().filter(person -> !voices.ready(person)).toList(),
        notice,
        more);
  }

  private static String summary(Phrases phrases, List<Person> people, ReadReport report) {
    String read = phrases.of("notice.read", "summary", Wording.summary(phrases, people));
    return report.truncated() ? read + "\n" + phrases.of("upload.truncated") : read;
  }

  private static Reply nothingNew(Phrases phrases, List<Person> people) {
    List<Button> buttons = new ArrayList<>();
    for (Person person : people) {
      String name = Wording.name(person.name());
      buttons.add(
          new Button(
              phrases.of("button.speak", "name", name),
              Action.of(Verb.SPEAK, person.id().value(), 1).encode()));
      buttons.add(
          new Button(
              phrases.of("button.train-again", "name", name),
              Action.of(Verb.TRAIN_PERSON, person.id().value()).encode()));
    }
    List<String> names = people.stream().map(Person::name).toList();
    return new Reply(
        phrases.of("upload.nothing-new", "names", Wording.names(phrases, names)),
        ButtonRows.of(buttons, ROW_LENGTH));
  }
}
