package io.mynah.chat.bots;

import io.mynah.chat.Channel;
import io.mynah.chat.Reply;
import io.mynah.chat.VoiceBotHost;
import io.mynah.chat.feature.Environment;
import io.mynah.chat.feature.FaultLog;
import io.mynah.chat.feature.RepeatedWork;
import io.mynah.chat.roster.Roster;
import io.mynah.chat.words.Languages;
import io.mynah.chat.words.Wording;
import io.mynah.domain.Address;
import io.mynah.domain.Person;
import io.mynah.domain.VoiceBot;
import io.mynah.domain.VoiceBotId;
import io.mynah.store.conversation.VoiceBots;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Lets those bots run that are stored as active, and no others: after each change, and every two
 * seconds, as another process may have erased a person or put an owner out. Thread-safe.
 */
final class VoiceBotRuns {
  private static final Duration LOOKED_EVERY = Duration.ofSeconds(2);
  private static final Duration AFTER_FAULT = Duration.ofSeconds(30);

  private final VoiceBotHost host;
  private final VoiceBots bots;
  private final Roster roster;
  private final Consumer<VoiceBotId> silence;
  private final Channel channel;
  private final Languages languages;
  private final FaultLog faults;
  private final Clock clock;
  private final RepeatedWork looking;

  /** When bots that could not be run are tried again. */
  private final Map<VoiceBotId, Instant> failed = new HashMap<>();

  private boolean swept;
  private volatile boolean closed;

  /**
   * @param silence ends what a bot is saying
   */
  VoiceBotRuns(
      Environment environment,
      VoiceBotHost host,
      VoiceBots bots,
      Roster roster,
      Consumer<VoiceBotId> silence) {
    this.host = host;
    this.bots = bots;
    this.roster = roster;
    this.silence = silence;
    channel = environment.channel();
    languages = environment.languages();
    faults = environment.faults();
    clock = environment.clock();
    looking = new RepeatedWork(environment.threads().background(), faults);
  }

  /** Begins to look. */
  void resume() {
    if (host.isAvailable()) {
      looking.start(LOOKED_EVERY, this::update);
    }
  }

  void close() {
    closed = true;
    looking.close();
  }

  /** Runs what is to run, and ends what is not; returns when that is done. */
  synchronized void update() {
    if (closed || !host.isAvailable()) {
      return;
    }
    Set<VoiceBotId> active = bots.active();
    failed.keySet().retainAll(active);
    boolean ended = false;
    for (VoiceBotId running : host.running()) {
      if (!active.contains(running)) {
        end(running);
        ended = true;
      }
    }
    if (ended || !swept) {
      host.keepOnly(bots::all);
      swept = true;
    }
    active.removeAll(host.running());
    active.removeIf(id -> clock.instant().isBefore(failed.getOrDefault(id, Instant.MIN)));
    active.forEach(this::run);
  }

  private void run(VoiceBotId id) {
    boolean begun =
        faults.attempt(
            () -> bots.token(id).ifPresent(token -> host.run(id, token, () -> refused(id, token))));
    if (begun) {
      failed.remove(id);
    } else {
      failed.put(id, clock.instant().plus(AFTER_FAULT));
    }
  }

  private void end(VoiceBotId id) {
    silence.accept(id);
    host.end(id);
    failed.remove(id);
  }

  /**
   * Ends a bot, and runs it anew if it is to run: its token may be another one. What it was saying
   * is said by the new one.
   */
  synchronized void restart(VoiceBotId id) {
    host.end(id);
    failed.remove(id);
    update();
  }

  private void refused(VoiceBotId id, String token) {
    if (!faults.attempt(() -> end(id, token))) {
      // It is run again, and refused again.
      host.end(id);
    }
  }

  /** Switches a bot off whose token is not accepted, and tells its owner. */
  private void end(VoiceBotId id, String refused) throws IOException {
    Optional<VoiceBot> found = bots.find(id).filter(VoiceBot::active);
    if (closed || found.isEmpty()) {
      return;
    }
    VoiceBot bot = found.get();
    if (!bots.token(id).equals(Optional.of(refused)) || isRenewed(bot, refused)) {
      restart(id);
      return;
    }
    bots.activate(id, false);
    update();
    Optional<Address> there = channel.privately(bot.owner());
    Optional<Person> person = roster.person(bot.owner(), bot.person().value());
    if (there.isPresent() && person.isPresent()) {
      String name = Wording.name(person.get().name());
      channel.send(
          there.get(), Reply.of(languages.of(bot.owner()).of("bot.refused", "name", name)));
    }
  }

  /** Whether the channel has another token of the bot by now, which is stored then. */
  private boolean isRenewed(VoiceBot bot, String refused) {
    if (!bot.managed()) {
      return false;
    }
    try {
      String token = host.token(bot.id());
      if (!token.equals(refused)) {
        bots.replaceToken(bot, token);
        return true;
      }
    } catch (IOException e) {
      return false;
    }
    return false;
  }
}
