package io.mynah.chat.upload;

import io.mynah.chat.Channel;
import io.mynah.chat.Reply;
import io.mynah.chat.words.Languages;
import io.mynah.chat.words.Phrases;
import io.mynah.domain.Address;
import io.mynah.domain.MessageRef;
import io.mynah.domain.OwnerId;
import io.mynah.store.conversation.Uploads;
import io.mynah.store.conversation.Uploads.Upload;
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
import org.jspecify.annotations.Nullable;

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
  Optional<Upload> add(OwnerId owner, Address address, UploadState state, UploadFiles parcel) {
    Upload upload =
        new Upload(0, owner, address, state.name(), UploadJson.write(parcel), null, null, expiry());
    OptionalLong update = channel.cause().number();
    return update.isPresent()
        ? uploads.add(upload, update.getAsLong())
        : Optional.of(uploads.add(upload));
  }

  Optional<Upload> find(OwnerId owner, long id) {
    return uploads.find(owner, id);
  }

  List<Upload> at(OwnerId owner, Address address) {
    return uploads.at(owner, address);
  }

  List<Upload> of(OwnerId owner) {
    return uploads.of(owner);
  }

  List<Upload> all() {
    return uploads.all();
  }

  /** Moves an upload on; one that is about to be fetched has all of its lifetime before it. */
  Upload move(Upload upload, UploadState state) {
    Upload next = save(upload, state, upload.files(), upload.survey(), upload.notice());
    return state == UploadState.RECEIVED ? renew(next) : next;
  }

  /** Counts the lifetime of raw files from now: they have just arrived. */
  Upload renew(Upload old) {
    Upload next =
        new Upload(
            old.id(),
            old.owner(),
            old.address(),
            old.state(),
            old.files(),
            old.survey(),
            old.notice(),
            expiry());
    uploads.update(next);
    return next;
  }

  Upload move(Upload upload, UploadState state, UploadFindings findings) {
    return save(upload, state, upload.files(), UploadJson.write(findings), upload.notice());
  }

  Upload repack(Upload upload, UploadFiles parcel) {
    return save(
        upload, UploadState.of(upload), UploadJson.write(parcel), upload.survey(), upload.notice());
  }

  private Upload save(
      Upload old,
      UploadState state,
      String files,
      @Nullable String survey,
      @Nullable MessageRef notice) {
    Upload next =
        new Upload(
            old.id(),
            old.owner(),
            old.address(),
            state.name(),
            files,
            survey,
            notice,
            old.expiresAt());
    uploads.update(next);
    return next;
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
    return save(upload, UploadState.of(upload), upload.files(), upload.survey(), sent);
  }

  Phrases phrases(Upload upload) {
    return languages.of(
        upload.owner(), Locale.forLanguageTag(UploadJson.parcel(upload).language()));
  }

  /**
   * Ends an upload.
   *
   * @param why the key of what its notice says then
   */
  void end(Upload upload, String why) {
    MessageRef notice = upload.notice();
    if (notice != null) {
      boolean kept = UploadState.of(upload) == UploadState.STORED;
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
    Set<Long> known = uploads.all().stream().map(Upload::id).collect(Collectors.toSet());
    raw.deleteAllBut(known);
    return known;
  }
}
