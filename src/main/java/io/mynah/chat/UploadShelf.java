package io.mynah.chat;

import io.mynah.domain.Address;
import io.mynah.domain.MessageRef;
import io.mynah.domain.OwnerId;
import io.mynah.store.Uploads;
import io.mynah.store.Uploads.Upload;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The uploads under way with their raw files and notices. Whoever changes an upload's state holds
 * its lock; whoever wants it stopped leaves word with {@link #stop}, which the one who works on it
 * looks at. Thread-safe.
 */
final class UploadShelf {
  private final Uploads uploads;
  private final Channel channel;
  private final RawFiles raw;
  private final Duration lifetime;
  private final Clock clock;
  private final Map<Long, ReentrantLock> locks = new ConcurrentHashMap<>();
  private final Map<Long, String> stops = new ConcurrentHashMap<>();

  UploadShelf(Uploads uploads, Channel channel, RawFiles raw, Duration lifetime, Clock clock) {
    this.uploads = uploads;
    this.channel = channel;
    this.raw = raw;
    this.lifetime = lifetime;
    this.clock = clock;
  }

  RawFiles raw() {
    return raw;
  }

  ReentrantLock lock(long id) {
    return locks.computeIfAbsent(id, key -> new ReentrantLock());
  }

  Upload add(OwnerId owner, Address address, UploadState state, Parcel parcel) {
    return uploads.add(
        new Upload(
            0, owner, address, state.name(), UploadJson.write(parcel), null, null, expiry()));
  }

  Optional<Upload> find(OwnerId owner, long id) {
    return uploads.find(owner, id);
  }

  List<Upload> at(OwnerId owner, Address address) {
    return uploads.at(owner, address);
  }

  List<Upload> of(OwnerId owner) {
    return uploads.all().stream().filter(upload -> upload.owner().equals(owner)).toList();
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

  Upload move(Upload upload, UploadState state, Findings findings) {
    return save(upload, state, upload.files(), UploadJson.write(findings), upload.notice());
  }

  Upload repack(Upload upload, Parcel parcel) {
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
    MessageRef sent = channel.send(upload.address(), reply);
    return save(upload, UploadState.of(upload), upload.files(), upload.survey(), sent);
  }

  Phrases phrases(Upload upload) {
    return Phrases.in(Locale.forLanguageTag(UploadJson.parcel(upload).language()));
  }

  /**
   * Leaves word that an upload is to end.
   *
   * @param why the key of what its notice says then
   */
  void stop(Upload upload, String why) {
    stops.putIfAbsent(upload.id(), why);
  }

  boolean stopped(long id) {
    return stops.containsKey(id);
  }

  /** Ends an upload that was stopped. The caller holds its lock. */
  void end(Upload upload) {
    String why = stops.getOrDefault(upload.id(), "upload.cancelled");
    MessageRef notice = upload.notice();
    if (notice != null) {
      channel.edit(notice, Reply.of(phrases(upload).of(why)));
    }
    drop(upload);
  }

  /** Deletes an upload and its raw files. The caller holds its lock. */
  void drop(Upload upload) {
    raw.delete(upload.id());
    uploads.delete(upload.id());
    stops.remove(upload.id());
  }

  /** Deletes raw files that no upload knows. */
  void tidy() {
    Set<Long> known = uploads.all().stream().map(Upload::id).collect(Collectors.toSet());
    raw.deleteAllBut(known);
    locks.keySet().removeIf(id -> !known.contains(id) && !lock(id).isLocked());
  }
}
