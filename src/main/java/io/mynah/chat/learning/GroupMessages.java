package io.mynah.chat.learning;

import io.mynah.chat.Channel;
import io.mynah.chat.Incoming;
import io.mynah.chat.Reply;
import io.mynah.chat.feature.Environment;
import io.mynah.chat.feature.FaultLog;
import io.mynah.chat.feature.LearningStores;
import io.mynah.chat.limits.Quotas;
import io.mynah.chat.words.Languages;
import io.mynah.chat.words.Phrases;
import io.mynah.chat.words.Wording;
import io.mynah.domain.Address;
import io.mynah.domain.Group;
import io.mynah.domain.MessageRef;
import io.mynah.store.corpora.AddedMessages.Added;
import io.mynah.store.corpora.AddedMessages.Entry;
import io.mynah.store.corpora.LearningGroups.Learning;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Adds what is written in a group to the chats that learn from it. Nobody is learned from before
 * the group was told of it, within the day before their first message. Thread-safe.
 */
final class GroupMessages {
  private static final Duration BETWEEN_NOTICES = Duration.ofDays(1);

  /** How many messages of a person come between two looks at how much is stored. */
  private static final int CHECKED_EVERY = 50;

  private final Channel channel;
  private final LearningStores stores;
  private final Growth growth;
  private final Quotas quotas;
  private final Languages languages;
  private final Clock clock;
  private final FaultLog faults;

  GroupMessages(Environment environment, LearningStores stores, Growth growth, Quotas quotas) {
    channel = environment.channel();
    languages = environment.languages();
    clock = environment.clock();
    faults = environment.faults();
    this.stores = stores;
    this.growth = growth;
    this.quotas = quotas;
  }

  void add(Incoming.Text text, Phrases phrases, Group group) throws IOException {
    Incoming.Written written = text.written();
    if (written == null || written.forwarded() || text.text().startsWith("/")) {
      return;
    }
    List<Learning> learnings = stores.groups().at(group.address());
    if (learnings.isEmpty() || stores.groups().isOptedOut(written.author())) {
      return;
    }
    tellIfNew(text, written, phrases, learnings);
    Entry entry =
        new Entry(
            written.author(),
            written.name(),
            written.at(),
            written.id(),
            written.replyTo(),
            text.text(),
            true);
    for (Learning learning : learnings) {
      Optional<Added> added = stores.messages().add(learning.owner(), learning.chat(), entry);
      if (added.isPresent()) {
        growth.grown(learning.owner(), added.get());
        boolean unused = faults.attempt(() -> endIfFull(learning, added.get(), group));
      }
    }
  }

  /** Tells the group again if somebody is new in it since it was told. */
  private void tellIfNew(
      Incoming.Text text, Incoming.Written written, Phrases phrases, List<Learning> learnings)
      throws IOException {
    Instant now = clock.instant();
    boolean isNew =
        learnings.stream()
            .filter(learning -> learning.toldAt().plus(BETWEEN_NOTICES).isBefore(now))
            .anyMatch(
                learning ->
                    learning.toldAt().equals(Instant.EPOCH)
                        || !stores.messages().has(learning.chat(), written.author()));
    if (isNew) {
      channel.send(text.envelope().address(), Reply.of(phrases.of("learn.again")));
      learnings.forEach(learning -> stores.groups().told(learning.chat(), now));
    }
  }

  private void endIfFull(Learning learning, Added added, Group group) throws IOException {
    if (added.messages() % CHECKED_EVERY != 0) {
      return;
    }
    Phrases phrases = languages.of(learning.owner());
    Optional<String> full = quotas.refuseMessages(learning.owner(), phrases);
    Optional<Address> privately = channel.privately(learning.owner());
    if (full.isPresent()
        && stores.groups().end(learning.owner(), learning.chat(), clock.instant())
        && privately.isPresent()) {
      String text =
          phrases.of("learn.full", "group", Wording.name(group.title()), "reason", full.get());
      MessageRef unused = channel.send(privately.get(), Reply.of(text));
    }
  }
}
