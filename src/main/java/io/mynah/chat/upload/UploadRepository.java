package io.mynah.chat.upload;

import io.mynah.chat.Channel;
import io.mynah.chat.Reply;
import io.mynah.chat.words.Languages;
import io.mynah.chat.words.Phrases;
import io.mynah.domain.Address;
import io.mynah.domain.MessageRef;
import io.mynah.domain.OwnerId;
import io.mynah.store.conversation.Uploads;
import io.mynah.store.conversation.Uploads.StoredUpload;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/**
 * The uploads under way with their raw files and notices. Thread-safe; whoever changes an upload
 * has it to themselves by the {@link UploadLocks}.
 */
final class UploadRepository {
  private final Uploads uploads;
  private final Channel channel;
  private final RawFiles raw;
  private final Languages languages;
  private final Duration lifetime;
  private final Clock clock;

  UploadRepository(
      Uploads uploads,
      Channel channel,
      RawFiles raw,
      Languages languages,
      Duration lifetime,
      Clock clock) {
    this.uploads = uploads;
    this.channel = channel;
    this.raw = raw;
    this.languages = languages;
    this.lifetime = lifetime;
    this.clock = clock;
  }

  RawFiles raw() {
    return raw;
  }

  /** Adds an upload; none if what is being answered had become one before the process ended. */
  Optional<Upload> add(OwnerId owner, Address address, UploadState state, UploadFiles files) {
    StoredUpload upload =
        UploadFormat.write(new Upload(0, owner, address, files, state, null, expiry()));
    OptionalLong update = channel.cause().number();
    Optional<StoredUpload> added =
        update.isPresent()
            ? uploads.add(upload, update.getAsLong())
            : Optional.of(uploads.add(upload));
    return added.map(UploadFormat::read);
  }

  Optional<Upload> find(OwnerId owner, long id) {
    return uploads.find(owner, id).map(UploadFormat::read);
  }

  List<Upload> at(OwnerId owner, Address address) {
    return uploads.at(owner, address).stream().map(UploadFormat::read).toList();
  }

  List<Upload> of(OwnerId owner) {
    return uploads.of(owner).stream().map(UploadFormat::read).toList();
  }

  List<Upload> all() {
    return uploads.all().stream().map(UploadFormat::read).toList();
  }

  /** Moves an upload on; one that is about to be fetched has all of its lifetime before it. */
  Upload move(Upload upload, UploadState state) {
    Upload next = upload.with(state);
    return save(state instanceof UploadState.Received ? next.until(expiry()) : next);
  }

  /** Counts the lifetime of raw files from now: they have just arrived. */
  Upload renew(Upload upload) {
    return save(upload.until(expiry()));
  }

  /** Puts other files in the place of an upload's. */
  Upload replaceFiles(Upload upload, UploadFiles files) {
    return save(upload.with(files));
  }

  private Upload save(Upload upload) {
    uploads.update(UploadFormat.write(upload));
    return upload;
  }

  private Instant expiry() {
    return clock.instant().plus(lifetime);
  }

  boolean expired(Upload upload) {
    return upload.expiresAt().isBefore(clock.instant());
  }

  /** Shows where an upload stands, in its notice; the first time, this sends the notice. */
  Upload show(Upload upload, Reply reply) throws IOException {
    MessageRef notice = upload.notice();
    if (notice != null) {
      channel.edit(notice, reply);
      return upload;
    }
    AtomicBoolean sentBefore = new AtomicBoolean();
    MessageRef sent =
        channel.once(
            "upload:" + upload.id(),
            () -> {
              sentBefore.setPlain(channel.cause().again());
              return channel.send(upload.address(), reply);
            });
    if (sentBefore.getPlain()) {
      // The process ended before the notice was stored; it says what it said then.
      channel.edit(sent, reply);
    }
    return save(upload.shownIn(sent));
  }

  Phrases phrases(Upload upload) {
    return languages.of(upload.owner(), Locale.forLanguageTag(upload.files().language()));
  }

  /**
   * Ends an upload.
   *
   * @param why the key of what its notice says then
   */
  void end(Upload upload, String why) {
    MessageRef notice = upload.notice();
    if (notice != null) {
      boolean kept = upload.state() instanceof UploadState.Stored;
      channel.edit(notice, Reply.of(phrases(upload).of(kept ? "upload.cancelled-stored" : why)));
    }
    drop(upload);
  }

  /** Deletes an upload and its raw files. */
  void drop(Upload upload) {
    raw.delete(upload.id());
    uploads.delete(upload.id());
  }

  /** Deletes raw files that no upload knows, and returns the uploads that there are. */
  Set<Long> tidy() {
    // In this order: an upload that comes meanwhile keeps its files.
    Set<Long> fetched = raw.uploads();
    Set<Long> known = uploads.all().stream().map(StoredUpload::id).collect(Collectors.toSet());
    fetched.stream().filter(upload -> !known.contains(upload)).forEach(raw::delete);
    return known;
  }
}
