package io.mynah.chat.upload;

import io.mynah.chat.Channel;
import io.mynah.chat.FileOffer;
import io.mynah.chat.FileTarget;
import io.mynah.chat.Reply;
import io.mynah.chat.buttons.Action;
import io.mynah.chat.buttons.Verb;
import io.mynah.chat.feature.FaultLog;
import io.mynah.chat.limits.DiskSpace;
import io.mynah.chat.upload.UploadFindings.FoundChat;
import io.mynah.chat.words.Phrases;
import io.mynah.chat.words.Wording;
import io.mynah.domain.OwnerId;
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
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Carries an upload as far as it goes by itself: fetches it, looks through it, and stores the
 * chosen chat. Every step may be cut off and is done again from its beginning. Thread-safe; one
 * thread at a time works on one upload.
 */
final class UploadSteps {
  private final Channel channel;
  private final ExportReader reader;
  private final UploadRepository repository;
  private final UploadLocks locks;
  private final TrainablePeople trainablePeople;
  private final ImportStep imports;
  private final DiskSpace disk;
  private final FaultLog faults;
  private final int minMessages;
  private final String serverSetting;
  private volatile boolean closing;

  UploadSteps(
      Channel channel,
      ExportReader reader,
      UploadRepository repository,
      UploadLocks locks,
      TrainablePeople trainablePeople,
      ImportStep imports,
      DiskSpace disk,
      FaultLog faults,
      int minMessages,
      String serverSetting) {
    this.channel = channel;
    this.reader = reader;
    this.repository = repository;
    this.locks = locks;
    this.trainablePeople = trainablePeople;
    this.imports = imports;
    this.disk = disk;
    this.faults = faults;
    this.minMessages = minMessages;
    this.serverSetting = serverSetting;
  }

  /** Stops at the next opportunity; what is under way is taken up at the next start. */
  void close() {
    closing = true;
  }

  /** Works on an upload until it needs an answer or is done. */
  void work(OwnerId owner, long id) {
    locks.hold(
        owner,
        id,
        () -> {
          Optional<Upload> upload = repository.find(owner, id);
          while (upload.isPresent() && !interrupted(upload.get())) {
            upload = guarded(upload.get());
          }
        });
  }

  /** A limit of the channel's may be known only since a file was asked for. */
  private String unavailable(Upload upload) {
    Phrases phrases = repository.phrases(upload);
    return upload.files().files().stream()
        .flatMap(
            file ->
                RefusalText.tooLarge(phrases, file, channel.fetchLimit(), serverSetting).stream())
        .findFirst()
        .orElseGet(() -> phrases.of("upload.unavailable"));
  }

  /** One step, or empty when there is nothing to go on with. */
  private Optional<Upload> guarded(Upload upload) {
    try {
      return step(upload);
    } catch (Channel.FileUnavailable e) {
      refuse(upload, unavailable(upload));
    } catch (IOException | RuntimeException | StackOverflowError | OutOfMemoryError e) {
      if (!interrupted(upload)) {
        String id = faults.log(e);
        Phrases phrases = repository.phrases(upload);
        String key = e instanceof IOException ? "upload.fetch-failed" : "error";
        refuse(upload, disk.isWhy(e) ? phrases.of("limits.disk") : phrases.of(key, "id", id));
      }
    }
    return Optional.empty();
  }

  private Optional<Upload> step(Upload upload) throws IOException {
    UploadState state = upload.state();
    if (state instanceof UploadState.Received) {
      return receive(upload);
    }
    if (state instanceof UploadState.Importing importing) {
      return imports.store(
          upload, importing.findings(), monitor(upload), () -> interrupted(upload));
    }
    if (state instanceof UploadState.Stored stored) {
      imports.train(upload, stored.findings(), () -> locks.stopped(upload.id()));
    }
    return Optional.empty();
  }

  private Optional<Upload> receive(Upload received) throws IOException {
    Upload upload = received;
    UploadFiles uploadFiles = upload.files();
    fetch(upload, uploadFiles);
    if (!uploadFiles.local()) {
      upload = repository.renew(upload);
    }
    if (interrupted(upload)) {
      return Optional.empty();
    }
    List<ExportSource> files = repository.raw().sources(upload.id(), uploadFiles);
    ExportResult<Survey> result = reader.survey(files, monitor(upload));
    if (result instanceof ExportResult.Refused<Survey> refused) {
      refuse(upload, refused.refusal());
      return Optional.empty();
    }
    return sort(upload, ((ExportResult.Read<Survey>) result).value());
  }

  private void fetch(Upload upload, UploadFiles uploadFiles) throws IOException {
    if (uploadFiles.local()) {
      return;
    }
    for (int i = 0; i < uploadFiles.files().size() && !interrupted(upload); i++) {
      if (repository.raw().holds(upload.id(), i)) {
        continue;
      }
      FileOffer file = uploadFiles.files().get(i);
      FileTarget fresh = repository.raw().fresh(upload.id(), i);
      Meter meter = new Meter(upload, "upload.fetching");
      channel.fetch(
          file,
          fresh,
          bytes -> {
            meter.at(bytes, file.size());
            return !interrupted(upload);
          });
      if (!interrupted(upload)) {
        repository.raw().fetched(upload.id(), i);
      }
    }
  }

  /** Decides what an export is about, as far as that needs no question. */
  private Optional<Upload> sort(Upload upload, Survey survey) throws IOException {
    UploadFindings findings = trainablePeople.find(upload.owner(), survey);
    if (findings.chats().isEmpty()) {
      refuse(upload, tooFew(repository.phrases(upload), survey));
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

  private void refuse(Upload upload, Refusal refusal) {
    if (refusal.reason() != Refusal.Reason.CANCELLED) {
      refuse(upload, RefusalText.of(repository.phrases(upload), refusal));
    }
  }

  private void refuse(Upload upload, String sentence) {
    try {
      repository.show(upload, Reply.of(sentence));
    } catch (IOException e) {
      String unused = faults.log(e);
    }
    repository.drop(upload);
  }

  private boolean interrupted(Upload upload) {
    return closing || locks.stopped(upload.id());
  }

  private ReadMonitor monitor(Upload upload) {
    Meter meter = new Meter(upload, "upload.reading");
    return (read, total) -> {
      meter.at(read, total);
      return !interrupted(upload);
    };
  }

  /** Shows whole per cent, each once. */
  private final class Meter {
    private final Upload upload;
    private final String key;
    private final AtomicInteger shown = new AtomicInteger();

    Meter(Upload upload, String key) {
      this.upload = upload;
      this.key = key;
    }

    void at(long done, long total) {
      int percent = total <= 0 ? 0 : Wording.percent((double) done / total);
      boolean worthSaying = percent > shown.get() && percent < 100;
      if (!worthSaying || interrupted(upload) || upload.notice() == null) {
        return;
      }
      shown.set(percent);
      Phrases phrases = repository.phrases(upload);
      Action cancel = Action.of(Verb.CANCEL_UPLOAD, upload.id());
      channel.progress(
          upload.notice(),
          new Reply(
              phrases.of(key, "percent", percent, "bar", Wording.bar(percent / 100.0)),
              List.of(List.of(phrases.button("button.cancel", cancel)))));
    }
  }
}
