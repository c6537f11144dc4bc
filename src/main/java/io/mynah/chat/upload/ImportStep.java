package io.mynah.chat.upload;

import io.mynah.chat.Button;
import io.mynah.chat.Reply;
import io.mynah.chat.buttons.Action;
import io.mynah.chat.buttons.ButtonRows;
import io.mynah.chat.buttons.Verb;
import io.mynah.chat.training.TrainingRequests;
import io.mynah.chat.training.VoiceStates;
import io.mynah.chat.upload.UploadFindings.FoundChat;
import io.mynah.chat.words.Phrases;
import io.mynah.chat.words.Wording;
import io.mynah.domain.Chat;
import io.mynah.domain.ChatId;
import io.mynah.domain.MessageRef;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.export.ChatSummary;
import io.mynah.export.ExportResult;
import io.mynah.export.ExportSource;
import io.mynah.export.ReadMonitor;
import io.mynah.export.ReadReport;
import io.mynah.export.Refusal;
import io.mynah.export.reading.ExportReader;
import io.mynah.store.corpora.Corpora;
import io.mynah.store.corpora.UnwantedImport;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** Stores the chosen chat of an upload, and has the people trained. Thread-safe. */
final class ImportStep {
  private static final int ROW_LENGTH = 24;

  private final ExportReader reader;
  private final Corpora corpora;
  private final UploadRepository repository;
  private final TrainingRequests trainings;
  private final VoiceStates voices;
  private final Clock clock;
  private final int minMessages;

  ImportStep(
      ExportReader reader,
      Corpora corpora,
      UploadRepository repository,
      TrainingRequests trainings,
      VoiceStates voices,
      Clock clock,
      int minMessages) {
    this.reader = reader;
    this.corpora = corpora;
    this.repository = repository;
    this.trainings = trainings;
    this.voices = voices;
    this.clock = clock;
    this.minMessages = minMessages;
  }

  /**
   * Stores the chosen chat.
   *
   * @param stopped asked before what was read is kept; nothing is kept of an upload that is stopped
   * @return the upload to go on with, if it was stored
   */
  Optional<Upload> store(
      Upload upload, UploadFindings findings, ReadMonitor monitor, BooleanSupplier stopped)
      throws IOException {
    FoundChat chat = findings.chosen();
    Phrases phrases = repository.phrases(upload);
    String title = new ChoiceText(phrases).title(chat);
    List<ExportSource> files = repository.raw().sources(upload.id(), upload.files());
    try (Corpora.Import target =
        corpora.begin(
            upload.owner(), upload.id(), stopped, chat.sourceKey(), title, clock.instant())) {
      ExportResult<ReadReport> result = reader.read(files, chat.index(), target::add, monitor);
      if (result instanceof ExportResult.Refused<ReadReport> refused) {
        refuse(upload, phrases, refused.refusal());
        return Optional.empty();
      }
      if (stopped.getAsBoolean()) {
        return Optional.empty();
      }
      ReadReport report = ((ExportResult.Read<ReadReport>) result).value();
      report.reactions().forEach(target::addReactions);
      Corpora.Imported imported = target.finish(names(report.chat()));
      // From here on the file is not needed, and what it held that was not chosen is not kept.
      Upload stored =
          repository.move(upload, new UploadState.Stored(findings.stored(report, imported)));
      repository.raw().delete(upload.id());
      return Optional.of(stored);
    } catch (UnwantedImport forgottenMeanwhile) {
      return Optional.empty();
    }
  }

  private void refuse(Upload upload, Phrases phrases, Refusal refusal) throws IOException {
    if (refusal.reason() != Refusal.Reason.CANCELLED) {
      repository.show(upload, Reply.of(RefusalText.of(phrases, refusal)));
      repository.drop(upload);
    }
  }

  private static List<Corpora.PersonNames> names(ChatSummary chat) {
    return chat.people().stream()
        .map(person -> new Corpora.PersonNames(person.key(), person.name(), person.aliases()))
        .toList();
  }

  /**
   * Begins to train the chosen people. If the export held no new message, only trainings that are
   * in progress are shown.
   *
   * @param stopped asked once more after the trainings were begun
   */
  void train(Upload upload, UploadFindings findings, BooleanSupplier stopped) throws IOException {
    Phrases phrases = repository.phrases(upload);
    List<Person> people = chosen(upload.owner(), findings);
    boolean more = findings.added() > 0;
    List<Person> learners = more ? people : people.stream().filter(this::isLearning).toList();
    if (learners.isEmpty()) {
      repository.show(upload, nothingNew(phrases, people, findings.reacted()));
    } else {
      Upload shown =
          repository.show(
              upload,
              Reply.of(phrases.of("notice.read", "summary", Wording.summary(phrases, people))));
      MessageRef notice = Optional.ofNullable(shown.notice()).orElseThrow();
      trainings.submit(upload.owner(), learners, notice, more, remarks(phrases, findings));
      if (stopped.getAsBoolean()) {
        boolean unused = trainings.cancelAll(upload.owner(), notice);
      }
    }
    repository.drop(upload);
  }

  /** Whether someone has no voice yet, or one that is being made. */
  private boolean isLearning(Person person) {
    return !voices.ready(person) || voices.inTraining(person);
  }

  private List<Person> chosen(OwnerId owner, UploadFindings findings) {
    FoundChat chosen = findings.chosen();
    Set<String> keys =
        findings.picked().stream()
            .map(position -> chosen.people().get(position).key())
            .collect(Collectors.toSet());
    Set<ChatId> chats =
        corpora.chats(owner).stream()
            .filter(chat -> chat.sourceKey().equals(chosen.sourceKey()))
            .map(Chat::id)
            .collect(Collectors.toSet());
    return corpora.people(owner).stream()
        .filter(
            p ->
                p.sources().stream()
                    .anyMatch(s -> chats.contains(s.chat()) && keys.contains(s.key().value())))
        .toList();
  }

  private List<String> remarks(Phrases phrases, UploadFindings findings) {
    List<String> remarks = new ArrayList<>();
    int few = findings.chosen().size() - findings.picked().size();
    boolean unasked = findings.picked().size() == findings.chosen().trainable().size();
    if (unasked && few > 0) {
      remarks.add(phrases.of("upload.others-too-few", "count", few, "needed", minMessages));
    }
    if (findings.truncated()) {
      remarks.add(phrases.of("upload.truncated"));
    }
    if (findings.datesAssumed()) {
      remarks.add(phrases.of("upload.dates-assumed"));
    }
    return remarks;
  }

  private static Reply nothingNew(Phrases phrases, List<Person> people, boolean reacted) {
    List<Button> buttons = new ArrayList<>();
    for (Person person : people) {
      String name = Wording.name(person.name());
      buttons.add(
          new Button(
              phrases.of("button.speak", "name", name),
              Action.of(Verb.SPEAK, person.id().value(), Action.AS_THEY_DO).encode()));
      buttons.add(
          new Button(
              phrases.of("button.train-again", "name", name),
              Action.of(Verb.TRAIN_PERSON, person.id().value()).encode()));
    }
    List<String> names = people.stream().map(Person::name).toList();
    return new Reply(
        phrases.of(
            reacted ? "upload.new-reactions" : "upload.nothing-new",
            "names",
            Wording.names(phrases, names)),
        ButtonRows.of(buttons, ROW_LENGTH));
  }
}
