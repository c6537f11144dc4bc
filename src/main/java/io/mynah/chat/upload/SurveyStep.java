package io.mynah.chat.upload;

import io.mynah.chat.upload.UploadFindings.FoundChat;
import io.mynah.chat.words.Phrases;
import io.mynah.chat.words.Wording;
import io.mynah.export.ExportResult;
import io.mynah.export.ExportSource;
import io.mynah.export.ExportedPerson;
import io.mynah.export.ReadMonitor;
import io.mynah.export.Refusal;
import io.mynah.export.Survey;
import io.mynah.export.reading.ExportReader;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Looks through an upload for chats and people who can be trained, and asks which are meant.
 * Thread-safe.
 */
final class SurveyStep {
  private final ExportReader reader;
  private final UploadRepository repository;
  private final TrainablePeople trainablePeople;
  private final UploadRefusals refusals;
  private final int minMessages;

  SurveyStep(
      ExportReader reader,
      UploadRepository repository,
      TrainablePeople trainablePeople,
      UploadRefusals refusals,
      int minMessages) {
    this.reader = reader;
    this.repository = repository;
    this.trainablePeople = trainablePeople;
    this.refusals = refusals;
    this.minMessages = minMessages;
  }

  /**
   * Looks through the files, which are here by now.
   *
   * @return the upload to go on with, if that needs no answer
   */
  Optional<Upload> survey(Upload upload, ReadMonitor monitor) throws IOException {
    List<ExportSource> files = repository.raw().sources(upload.id(), upload.files());
    ExportResult<Survey> result = reader.survey(files, monitor);
    if (result instanceof ExportResult.Refused<Survey> refused) {
      refusals.end(upload, refused.refusal());
      return Optional.empty();
    }
    return sort(upload, ((ExportResult.Read<Survey>) result).value());
  }

  /** Decides what an export is about, as far as that needs no question. */
  private Optional<Upload> sort(Upload upload, Survey survey) throws IOException {
    UploadFindings findings = trainablePeople.find(upload.owner(), survey);
    if (findings.chats().isEmpty()) {
      refusals.end(upload, tooFew(repository.phrases(upload), survey));
      return Optional.empty();
    }
    if (survey.chats().size() == 1) {
      return choose(upload, findings.choosing(0));
    }
    Upload asking = repository.move(upload, new UploadState.AskingChat(findings));
    repository.show(
        asking,
        new ChoiceText(repository.phrases(upload)).chats(upload.id(), findings, minMessages));
    return Optional.empty();
  }

  /** Goes on with a chosen chat: with everyone where two talk, else with whom the user picks. */
  Optional<Upload> choose(Upload upload, UploadFindings findings) throws IOException {
    FoundChat chat = findings.chosen();
    List<Integer> trainable = chat.trainable();
    if (chat.size() <= 2 || trainable.size() == 1) {
      return Optional.of(
          repository.move(upload, new UploadState.Importing(findings.picking(trainable))));
    }
    Upload asking = repository.move(upload, new UploadState.AskingPeople(findings));
    repository.show(
        asking,
        new ChoiceText(repository.phrases(upload)).people(upload.id(), findings, minMessages));
    return Optional.empty();
  }

  private String tooFew(Phrases phrases, Survey survey) {
    return survey.chats().stream()
        .flatMap(chat -> chat.people().stream())
        .max(Comparator.comparingInt(ExportedPerson::messages))
        .map(
            busiest ->
                phrases.of(
                    "upload.too-few",
                    "name",
                    Wording.name(busiest.name()),
                    "count",
                    busiest.messages(),
                    "needed",
                    minMessages))
        .orElseGet(() -> RefusalText.of(phrases, Refusal.of(Refusal.Reason.NO_MESSAGES)));
  }
}
