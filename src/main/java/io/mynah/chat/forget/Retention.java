package io.mynah.chat.forget;

import io.mynah.chat.Channel;
import io.mynah.chat.Reply;
import io.mynah.chat.feature.Environment;
import io.mynah.chat.feature.FaultLog;
import io.mynah.chat.feature.Feature;
import io.mynah.chat.feature.RepeatedWork;
import io.mynah.chat.words.Languages;
import io.mynah.chat.words.Phrases;
import io.mynah.chat.words.Wording;
import io.mynah.domain.Address;
import io.mynah.domain.Chat;
import io.mynah.domain.Job;
import io.mynah.domain.MessageRef;
import io.mynah.domain.OwnerId;
import io.mynah.store.corpora.IdleChats;
import io.mynah.store.jobs.Jobs;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Erases chats that nobody uses, if the configuration says so. The owner is told before; any use of
 * the chat then keeps it. Thread-safe.
 */
public final class Retention implements Feature {
  private static final Duration BETWEEN_SWEEPS = Duration.ofHours(6);

  private final Channel channel;
  private final IdleChats idleChats;
  private final Jobs jobs;
  private final Languages languages;
  private final OwnerErasure erasure;
  private final RetentionConfig config;
  private final RepeatedWork sweeping;
  private final FaultLog faults;
  private final Clock clock;

  public Retention(
      Environment environment,
      IdleChats idleChats,
      Jobs jobs,
      OwnerErasure erasure,
      RetentionConfig config) {
    this.channel = environment.channel();
    this.idleChats = idleChats;
    this.jobs = jobs;
    this.languages = environment.languages();
    this.erasure = erasure;
    this.config = config;
    this.faults = environment.faults();
    this.sweeping = new RepeatedWork(environment.threads().background(), faults);
    this.clock = environment.clock();
  }

  @Override
  public void resume() {
    if (config.ends()) {
      sweeping.runAndStart(BETWEEN_SWEEPS, this::sweep);
    }
  }

  @Override
  public void close() {
    sweeping.close();
  }

  /** A fault must not stop the erasure of other chats. */
  private void sweep() {
    Instant now = clock.instant();
    Instant tooLongAgo = now.atZone(ZoneOffset.UTC).minusMonths(config.months()).toInstant();
    Duration notice = Duration.ofDays(config.noticeDays());
    idleChats.before(tooLongAgo.plus(notice)).stream()
        .filter(idle -> !isElsewhere(idle.chat().owner()))
        .forEach(idle -> look(idle, now, tooLongAgo, notice));
  }

  /**
   * Whether another bot looks after an owner's chats. If bots share owners, it is the one where the
   * owner trained last.
   */
  private boolean isElsewhere(OwnerId owner) {
    if (channel.isElsewhere(owner)) {
      return true;
    }
    List<MessageRef> notices =
        jobs.of(owner).stream().map(Job::notice).filter(Objects::nonNull).toList();
    return !notices.isEmpty() && channel.isElsewhere(notices.get(notices.size() - 1).address());
  }

  private void look(IdleChats.Idle idle, Instant now, Instant tooLongAgo, Duration notice) {
    Instant told = idle.toldAt();
    if (told == null) {
      // An owner who can no longer be reached does not keep the chat by that.
      boolean unused = faults.attempt(() -> tell(idle.chat(), "retention.notice", idle.since()));
      unused = faults.attempt(() -> idleChats.told(idle.chat().id(), now));
    } else if (!told.plus(notice).isAfter(now) && unusedStill(idle, tooLongAgo)) {
      boolean unused =
          faults.attempt(() -> erasure.unused(idle.chat()))
              && faults.attempt(() -> tell(idle.chat(), "retention.erased", idle.since()));
    }
  }

  /** Checked again for each chat: erasing the others takes time, in which it may have been used. */
  private boolean unusedStill(IdleChats.Idle idle, Instant tooLongAgo) {
    return idleChats.before(tooLongAgo).contains(idle);
  }

  private void tell(Chat chat, String words, Instant since) throws IOException {
    Optional<Address> address = channel.privately(chat.owner());
    if (address.isEmpty()) {
      return;
    }
    Phrases phrases = languages.of(chat.owner());
    String text =
        phrases.of(
            words,
            "title",
            Wording.name(chat.title()),
            "months",
            config.months(),
            "days",
            config.noticeDays());
    String name = words + " " + chat.id().value() + " " + since.toEpochMilli();
    channel.once(name, () -> channel.send(address.get(), Reply.of(text)));
  }
}
