package io.mynah.chat;

import io.mynah.domain.Address;
import io.mynah.domain.OwnerId;
import io.mynah.store.Dialogues;
import io.mynah.store.Uploads.Upload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;

/**
 * Takes exports in: files with and without words, pages that come one by one, and files that must
 * be asked about first. What is to be read is handed to the {@link UploadWorker} in the background.
 * Thread-safe.
 */
final class UploadDesk {
  private static final Pattern PAGE = Pattern.compile("(?i)messages.*\\.html?");
  private static final int AT_ONCE = 5;
  private static final long SWEEP_SECONDS = 30;
  private static final long PATIENCE_SECONDS = 15;

  private final Channel channel;
  private final Dialogues dialogues;
  private final UploadShelf shelf;
  private final UploadWorker worker;
  private final ScheduledExecutorService background;
  private final ChatConfig config;
  private final Clock clock;
  private final Map<Long, Future<?>> closings = new ConcurrentHashMap<>();

  UploadDesk(
      Services services,
      UploadShelf shelf,
      UploadWorker worker,
      ScheduledExecutorService background,
      ChatConfig config,
      Clock clock) {
    this.channel = services.channel();
    this.dialogues = services.dialogues();
    this.shelf = shelf;
    this.worker = worker;
    this.background = background;
    this.config = config;
    this.clock = clock;
  }

  /** Takes up what an earlier process left, and begins to delete what is too old. */
  void resume() {
    shelf.tidy();
    for (Upload upload : shelf.all()) {
      switch (UploadState.of(upload)) {
        case COLLECTING -> closeLater(upload);
        case RECEIVED, IMPORTING -> workOn(upload);
        case OFFERED, ASKING_CHAT, ASKING_PERSON -> {}
      }
    }
    Future<?> unused =
        background.scheduleWithFixedDelay(
            this::sweep, SWEEP_SECONDS, SWEEP_SECONDS, TimeUnit.SECONDS);
  }

  void close() {
    worker.close();
  }

  /** Whether something of an owner's goes on by itself. */
  boolean busy(OwnerId owner) {
    return shelf.of(owner).stream().anyMatch(upload -> UploadState.of(upload).busy());
  }

  boolean anyOf(OwnerId owner) {
    return !shelf.of(owner).isEmpty();
  }

  /** Begins to read files: those of a channel, or files of this machine. */
  void begin(Envelope envelope, Phrases phrases, Parcel parcel) throws IOException {
    dialogues.clear(envelope.sender(), envelope.address());
    if (refusesSize(envelope, phrases, parcel)) {
      return;
    }
    long open =
        shelf.of(envelope.sender()).stream()
            .filter(upload -> UploadState.of(upload) != UploadState.OFFERED)
            .count();
    if (open >= AT_ONCE) {
      channel.send(envelope.address(), Reply.of(phrases.of("upload.too-many", "count", open)));
      return;
    }
    boolean pages = !parcel.local() && parcel.files().stream().allMatch(UploadDesk::isPage);
    Upload upload =
        shelf.add(
            envelope.sender(),
            envelope.address(),
            pages ? UploadState.COLLECTING : UploadState.RECEIVED,
            parcel);
    proceed(upload);
  }

  /** Asks what to do with a file that came without a word. */
  void offer(Envelope envelope, Phrases phrases, Parcel parcel) throws IOException {
    if (refusesSize(envelope, phrases, parcel)) {
      return;
    }
    Upload upload = shelf.add(envelope.sender(), envelope.address(), UploadState.OFFERED, parcel);
    showOffer(upload, phrases);
  }

  /** Adds a page to the pages that came before it; says whether there were any. */
  boolean addPage(Envelope envelope, Phrases phrases, Parcel page) throws IOException {
    Optional<Upload> open =
        shelf.at(envelope.sender(), envelope.address()).stream()
            .filter(upload -> takes(upload, page))
            .findFirst();
    if (open.isEmpty() || !locked(open.get(), upload -> append(upload, phrases, page))) {
      return false;
    }
    return true;
  }

  private static boolean takes(Upload upload, Parcel page) {
    UploadState state = UploadState.of(upload);
    Parcel parcel = UploadJson.parcel(upload);
    return (state == UploadState.COLLECTING || state == UploadState.OFFERED)
        && !parcel.local()
        && page.files().stream().allMatch(UploadDesk::isPage)
        && parcel.files().stream().allMatch(UploadDesk::isPage);
  }

  private boolean append(Upload upload, Phrases phrases, Parcel page) throws IOException {
    Parcel parcel = UploadJson.parcel(upload);
    for (FileOffer file : page.files()) {
      parcel = parcel.holds(file) ? parcel : parcel.with(file);
    }
    Upload longer = shelf.repack(upload, parcel);
    if (UploadState.of(longer) == UploadState.COLLECTING) {
      proceed(longer);
    } else {
      showOffer(longer, phrases);
    }
    return true;
  }

  /** Begins to read the newest file that was only offered; says whether there was one. */
  boolean acceptOffer(Envelope envelope) throws IOException {
    Optional<Upload> offered =
        shelf.at(envelope.sender(), envelope.address()).stream()
            .filter(upload -> UploadState.of(upload) == UploadState.OFFERED)
            .findFirst();
    return offered.isPresent() && locked(offered.get(), this::accept);
  }

  private boolean accept(Upload upload) throws IOException {
    if (UploadState.of(upload) != UploadState.OFFERED) {
      return false;
    }
    boolean pages = UploadJson.parcel(upload).files().stream().allMatch(UploadDesk::isPage);
    proceed(shelf.move(upload, pages ? UploadState.COLLECTING : UploadState.RECEIVED));
    return true;
  }

  private boolean refusesSize(Envelope envelope, Phrases phrases, Parcel parcel)
      throws IOException {
    long size = parcel.files().stream().mapToLong(FileOffer::size).max().orElse(0);
    if (parcel.local() || size <= channel.fetchLimit()) {
      return false;
    }
    channel.send(
        envelope.address(),
        Reply.of(
            phrases.of(
                "upload.too-large",
                "size",
                Wording.size(phrases, size),
                "limit",
                Wording.size(phrases, channel.fetchLimit()),
                "setting",
                config.serverSetting())));
    return true;
  }

  private void proceed(Upload upload) throws IOException {
    Phrases phrases = shelf.phrases(upload);
    Button cancel = phrases.button("button.cancel", Action.of(Verb.CANCEL_UPLOAD, upload.id()));
    if (UploadState.of(upload) == UploadState.COLLECTING) {
      int pages = UploadJson.parcel(upload).files().size();
      Button all = phrases.button("button.pages", Action.of(Verb.PAGES_COMPLETE, upload.id()));
      closeLater(
          shelf.show(
              upload,
              new Reply(
                  phrases.of("upload.pages", "count", pages), List.of(List.of(all, cancel)))));
    } else {
      workOn(
          shelf.show(upload, new Reply(phrases.of("upload.received"), List.of(List.of(cancel)))));
    }
  }

  private void showOffer(Upload upload, Phrases phrases) throws IOException {
    int files = UploadJson.parcel(upload).files().size();
    Upload unused =
        shelf.show(
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
    Duration quiet = config.pageQuiet();
    Future<?> closing =
        background.schedule(
            () -> {
              if (locked(upload.owner(), upload.id(), this::closePages)) {
                closings.remove(upload.id());
              }
            },
            quiet.toMillis(),
            TimeUnit.MILLISECONDS);
    Future<?> earlier = closings.put(upload.id(), closing);
    if (earlier != null) {
      earlier.cancel(false);
    }
  }

  private boolean closePages(Upload upload) throws IOException {
    if (UploadState.of(upload) != UploadState.COLLECTING) {
      return false;
    }
    proceed(shelf.move(upload, UploadState.RECEIVED));
    return true;
  }

  /** Has an upload worked on in the background. */
  void workOn(Upload upload) {
    try {
      background.execute(() -> worker.work(upload.owner(), upload.id()));
    } catch (RejectedExecutionException e) {
      // The process ends; the upload is taken up at the next start.
      worker.close();
    }
  }

  boolean pressAccept(PressHandler.Pressed pressed) {
    return locked(pressed.owner(), pressed.id(0), this::accept);
  }

  boolean pressDecline(PressHandler.Pressed pressed) {
    return locked(
        pressed.owner(),
        pressed.id(0),
        upload -> {
          if (UploadState.of(upload) != UploadState.OFFERED) {
            return false;
          }
          shelf.stop(upload, "upload.declined");
          shelf.end(upload);
          return true;
        });
  }

  boolean pressPagesComplete(PressHandler.Pressed pressed) {
    return locked(pressed.owner(), pressed.id(0), this::closePages);
  }

  boolean pressCancel(PressHandler.Pressed pressed) {
    Optional<Upload> upload = shelf.find(pressed.owner(), pressed.id(0));
    upload.ifPresent(u -> cancel(u, "upload.cancelled", 0));
    return upload.isPresent();
  }

  /** Ends what waits or is read at an address; says whether there was anything. */
  boolean cancelAt(OwnerId owner, Address address) {
    boolean waiting = dialogues.expected(owner, address, clock.instant()).isPresent();
    dialogues.clear(owner, address);
    List<Upload> open = shelf.at(owner, address);
    open.forEach(upload -> cancel(upload, "upload.cancelled", 0));
    return waiting || !open.isEmpty();
  }

  /** Ends all uploads of an owner, and returns when nothing of them is worked on any more. */
  void cancelAll(OwnerId owner) {
    shelf.of(owner).forEach(upload -> cancel(upload, "upload.cancelled", PATIENCE_SECONDS));
  }

  private void sweep() {
    shelf.all().stream()
        .filter(shelf::expired)
        .forEach(upload -> cancel(upload, "upload.expired", 0));
    shelf.tidy();
  }

  /** Ends an upload; one that is just worked on is ended by the worker. */
  private void cancel(Upload upload, String why, long patience) {
    shelf.stop(upload, why);
    ReentrantLock lock = shelf.lock(upload.id());
    boolean free;
    try {
      free = lock.tryLock(patience, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    if (free) {
      try {
        shelf.find(upload.owner(), upload.id()).ifPresent(shelf::end);
      } finally {
        lock.unlock();
      }
    }
  }

  /** What is done to an upload; says whether it fitted the upload's state. */
  interface Step {
    boolean take(Upload upload) throws IOException;
  }

  private boolean locked(Upload upload, Step step) {
    return locked(upload.owner(), upload.id(), step);
  }

  /** Takes a step with an owner's upload, unless it is gone or being worked on. */
  boolean locked(OwnerId owner, long id, Step step) {
    if (shelf.find(owner, id).isEmpty()) {
      return false;
    }
    ReentrantLock lock = shelf.lock(id);
    if (!lock.tryLock()) {
      return false;
    }
    try {
      Optional<Upload> upload = shelf.find(owner, id);
      return upload.isPresent() && !shelf.stopped(id) && step.take(upload.get());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      lock.unlock();
    }
  }

  static boolean isPage(FileOffer file) {
    return file.name() != null && PAGE.matcher(file.name()).matches();
  }
}
