package io.mynah.chat.upload;

import io.mynah.chat.Button;
import io.mynah.chat.Channel;
import io.mynah.chat.Envelope;
import io.mynah.chat.FileOffer;
import io.mynah.chat.Reply;
import io.mynah.chat.buttons.Action;
import io.mynah.chat.buttons.Verb;
import io.mynah.chat.feature.Environment;
import io.mynah.chat.feature.FaultLog;
import io.mynah.chat.words.Phrases;
import io.mynah.domain.Address;
import io.mynah.domain.OwnerId;
import io.mynah.store.conversation.Expectations;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Takes exports in: files with and without words, pages that come one by one, and files that must
 * be asked about first. What is to be read is handed to the {@link UploadSteps} in the background.
 * Thread-safe.
 */
final class UploadReception {
  private static final Pattern PAGE = Pattern.compile("(?i)messages.*\\.html?");
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final Channel channel;
  private final Expectations expectations;
  private final UploadRepository repository;
  private final UploadLocks locks;
  private final UploadExecutor executor;
  private final UploadRefusals refusals;
  private final FaultLog faults;
  private final ScheduledExecutorService background;
  private final Duration pageQuiet;
  private final Clock clock;
  private final Map<Long, Future<?>> closings = new ConcurrentHashMap<>();

  /**
   * @param pageQuiet pages are complete when none came for this long
   */
  UploadReception(
      Environment environment,
      Expectations expectations,
      UploadRepository repository,
      UploadLocks locks,
      UploadExecutor executor,
      UploadRefusals refusals,
      Duration pageQuiet) {
    this.channel = environment.channel();
    this.expectations = expectations;
    this.repository = repository;
    this.locks = locks;
    this.executor = executor;
    this.refusals = refusals;
    this.faults = environment.faults();
    this.background = environment.threads().background();
    this.pageQuiet = pageQuiet;
    this.clock = environment.clock();
  }

  /** Takes up what an earlier process left. */
  void resume() {
    for (Upload upload : repository.all()) {
      if (channel.isElsewhere(upload.address())) {
        continue;
      }
      if (upload.state() instanceof UploadState.Collecting) {
        closeLater(upload);
      } else if (upload.state().busy()) {
        workOn(upload);
      }
    }
  }

  /** Whether something of an owner's goes on by itself. */
  boolean busy(OwnerId owner) {
    return repository.of(owner).stream().anyMatch(upload -> upload.state().busy());
  }

  boolean anyOf(OwnerId owner) {
    return !repository.of(owner).isEmpty();
  }

  /** Begins to read files: those of a channel, or files of this machine. */
  void begin(Envelope envelope, Phrases phrases, UploadFiles uploadFiles) throws IOException {
    if (refusesAnother(envelope, phrases, uploadFiles)
        || refuses(envelope, refusals.ofQuota(envelope.sender(), phrases))) {
      return;
    }
    Optional<Upload> upload =
        repository.add(envelope.sender(), envelope.address(), stateOf(uploadFiles), uploadFiles);
    expectations.clear(envelope.sender(), envelope.address());
    if (upload.isPresent()) {
      proceed(upload.get());
    }
  }

  /** Asks what to do with a file that came without a word. */
  void offer(Envelope envelope, Phrases phrases, UploadFiles uploadFiles) throws IOException {
    if (refusesAnother(envelope, phrases, uploadFiles)) {
      return;
    }
    Optional<Upload> upload =
        repository.add(
            envelope.sender(), envelope.address(), new UploadState.Offered(), uploadFiles);
    if (upload.isPresent()) {
      showOffer(upload.get(), phrases);
    }
  }

  /** Adds a page to the pages that came before it; says whether there were any. */
  boolean addPage(Envelope envelope, Phrases phrases, UploadFiles page) throws IOException {
    Optional<Upload> open =
        repository.at(envelope.sender(), envelope.address()).stream()
            .filter(upload -> takes(upload, page))
            .findFirst();
    return open.isPresent()
        && (refuses(envelope, refusals.ofSize(phrases, page))
            || locks.step(
                envelope.sender(), open.get().id(), upload -> append(upload, phrases, page)));
  }

  private static boolean takes(Upload upload, UploadFiles page) {
    UploadState state = upload.state();
    UploadFiles uploadFiles = upload.files();
    return (state instanceof UploadState.Collecting || state instanceof UploadState.Offered)
        && !uploadFiles.local()
        && page.files().stream().allMatch(UploadReception::isPage)
        && uploadFiles.files().stream().allMatch(UploadReception::isPage);
  }

  private boolean append(Upload upload, Phrases phrases, UploadFiles page) throws IOException {
    if (!takes(upload, page)) {
      return false;
    }
    UploadFiles uploadFiles = upload.files();
    for (FileOffer file : page.files()) {
      uploadFiles = uploadFiles.holds(file) ? uploadFiles : uploadFiles.with(file);
    }
    Upload longer = repository.replaceFiles(upload, uploadFiles);
    if (longer.state() instanceof UploadState.Collecting) {
      proceed(longer);
    } else {
      showOffer(longer, phrases);
    }
    return true;
  }

  /** Begins to read the newest file that was only offered; says whether there was one. */
  boolean acceptOffer(Envelope envelope) {
    return acceptOffer(envelope, uploadFiles -> true);
  }

  /** Begins to read these files if they were offered; says whether they were. */
  boolean acceptOffer(Envelope envelope, List<FileOffer> files) {
    return acceptOffer(envelope, uploadFiles -> files.stream().allMatch(uploadFiles::holds));
  }

  private boolean acceptOffer(Envelope envelope, Predicate<UploadFiles> which) {
    Optional<Upload> offered =
        repository.at(envelope.sender(), envelope.address()).stream()
            .filter(upload -> upload.state() instanceof UploadState.Offered)
            .filter(upload -> which.test(upload.files()))
            .findFirst();
    return offered.isPresent() && locks.step(envelope.sender(), offered.get().id(), this::accept);
  }

  /** Begins to read what was offered. */
  boolean accept(Upload upload) throws IOException {
    if (!(upload.state() instanceof UploadState.Offered)) {
      return false;
    }
    expectations.clear(upload.owner(), upload.address());
    Optional<String> refused = refusals.ofQuota(upload.owner(), repository.phrases(upload));
    if (refused.isPresent()) {
      Upload unused = repository.show(upload, Reply.of(refused.get()));
      repository.drop(upload);
      return true;
    }
    proceed(repository.move(upload, stateOf(upload.files())));
    return true;
  }

  /** Where files begin that are to be read: after pages more may come. */
  private static UploadState stateOf(UploadFiles files) {
    boolean pages = !files.local() && files.files().stream().allMatch(UploadReception::isPage);
    return pages ? new UploadState.Collecting() : new UploadState.Received();
  }

  private boolean refusesAnother(Envelope envelope, Phrases phrases, UploadFiles uploadFiles)
      throws IOException {
    return refuses(envelope, refusals.ofSize(phrases, uploadFiles))
        || refuses(envelope, refusals.ofNumber(envelope.sender(), phrases));
  }

  private boolean refuses(Envelope envelope, Optional<String> refused) throws IOException {
    if (refused.isPresent()) {
      channel.send(envelope.address(), Reply.of(refused.get()));
    }
    return refused.isPresent();
  }

  private void proceed(Upload upload) throws IOException {
    Phrases phrases = repository.phrases(upload);
    Button cancel = phrases.button("button.cancel", Action.of(Verb.CANCEL_UPLOAD, upload.id()));
    if (upload.state() instanceof UploadState.Collecting) {
      int pages = upload.files().files().size();
      Button all = phrases.button("button.pages", Action.of(Verb.PAGES_COMPLETE, upload.id()));
      closeLater(
          repository.show(
              upload,
              new Reply(
                  phrases.of("upload.pages", "count", pages), List.of(List.of(all, cancel)))));
    } else {
      String key = executor.waits(upload.owner()) ? "upload.queued" : "upload.received";
      workOn(repository.show(upload, new Reply(phrases.of(key), List.of(List.of(cancel)))));
    }
  }

  private void showOffer(Upload upload, Phrases phrases) throws IOException {
    int files = upload.files().files().size();
    Upload unused =
        repository.show(
            upload,
            new Reply(
                phrases.of("upload.offer", "count", files),
                List.of(
                    List.of(
                        phrases.button(
                            "button.yes-train", Action.of(Verb.ACCEPT_OFFER, upload.id())),
                        phrases.button(
                            "button.not-now", Action.of(Verb.DECLINE_OFFER, upload.id()))))));
  }

  private void closeLater(Upload upload) {
    Future<?> closing =
        background.schedule(() -> closeNow(upload), pageQuiet.toMillis(), TimeUnit.MILLISECONDS);
    Future<?> earlier = closings.put(upload.id(), closing);
    if (earlier != null) {
      earlier.cancel(false);
    }
  }

  private void closeNow(Upload upload) {
    closings.remove(upload.id());
    boolean went =
        faults.attempt(
            () -> {
              boolean unused = locks.step(upload.owner(), upload.id(), this::closePages);
            });
    if (!went) {
      // If it was moved on before the fault, it must not wait for a restart.
      executor.add(upload.owner(), upload.id());
    }
  }

  /** Begins to read the pages that came. */
  boolean closePages(Upload upload) throws IOException {
    if (!(upload.state() instanceof UploadState.Collecting)) {
      return false;
    }
    proceed(repository.move(upload, new UploadState.Received()));
    return true;
  }

  /** Has an upload worked on in the background. */
  void workOn(Upload upload) {
    executor.add(upload.owner(), upload.id());
  }

  /** Ends what waits or is read at an address; says whether there was anything. */
  boolean cancelAt(OwnerId owner, Address address) {
    boolean waiting = expectations.expected(owner, address, clock.instant()).isPresent();
    expectations.clear(owner, address);
    List<Upload> open = repository.at(owner, address);
    open.forEach(upload -> locks.stop(upload, "upload.cancelled", Duration.ZERO));
    return waiting || !open.isEmpty();
  }

  /** Ends all uploads of an owner, and returns when nothing of them is worked on any more. */
  void cancelAll(OwnerId owner) {
    repository.of(owner).forEach(upload -> locks.stop(upload, "upload.cancelled", PATIENCE));
  }

  static boolean isPage(FileOffer file) {
    return file.name() != null && PAGE.matcher(file.name()).matches();
  }
}
