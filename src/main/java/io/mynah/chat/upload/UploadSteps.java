package io.mynah.chat.upload;

import io.mynah.chat.Channel;
import io.mynah.chat.FileOffer;
import io.mynah.chat.Reply;
import io.mynah.chat.buttons.Action;
import io.mynah.chat.buttons.Verb;
import io.mynah.chat.words.Phrases;
import io.mynah.chat.words.Wording;
import io.mynah.domain.OwnerId;
import io.mynah.export.ReadMonitor;
import java.io.IOException;
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
  private final UploadRepository repository;
  private final UploadLocks locks;
  private final SurveyStep surveys;
  private final ImportStep imports;
  private final UploadRefusals refusals;
  private volatile boolean closing;

  UploadSteps(
      Channel channel,
      UploadRepository repository,
      UploadLocks locks,
      SurveyStep surveys,
      ImportStep imports,
      UploadRefusals refusals) {
    this.channel = channel;
    this.repository = repository;
    this.locks = locks;
    this.surveys = surveys;
    this.imports = imports;
    this.refusals = refusals;
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

  /** One step, or empty when there is nothing to go on with. */
  private Optional<Upload> guarded(Upload upload) {
    try {
      return step(upload);
    } catch (Channel.FileUnavailable e) {
      refusals.endUnavailable(upload);
    } catch (IOException | RuntimeException | StackOverflowError | OutOfMemoryError e) {
      if (!interrupted(upload)) {
        refusals.endFailed(upload, e);
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
    return surveys.survey(upload, monitor(upload));
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
      Meter meter = new Meter(upload, "upload.fetching");
      try (FetchTarget target = repository.raw().target(upload.id(), i)) {
        channel.fetch(
            file,
            target,
            bytes -> {
              meter.at(bytes, file.size());
              return !interrupted(upload);
            });
        if (!interrupted(upload)) {
          target.keep();
        }
      }
    }
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
