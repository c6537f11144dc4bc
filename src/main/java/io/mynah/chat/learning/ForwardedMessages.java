package io.mynah.chat.learning;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.mynah.chat.Channel;
import io.mynah.chat.Incoming;
import io.mynah.chat.Reply;
import io.mynah.chat.feature.Environment;
import io.mynah.chat.limits.Quotas;
import io.mynah.chat.people.PeopleDirectory;
import io.mynah.chat.words.Phrases;
import io.mynah.chat.words.Wording;
import io.mynah.domain.MessageRef;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.domain.PersonId;
import io.mynah.domain.PersonKey;
import io.mynah.store.corpora.AddedMessages;
import io.mynah.store.corpora.AddedMessages.Added;
import io.mynah.store.corpora.AddedMessages.Entry;
import io.mynah.store.inbox.UpdateEffects;
import io.mynah.store.inbox.UpdateEffects.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Adds what an owner forwards to the person who wrote it. Messages that are forwarded together are
 * counted in one answer. Thread-safe.
 */
final class ForwardedMessages {
  private static final Duration TOGETHER = Duration.ofMinutes(2);

  /** How many messages are added between two looks at how much is stored. */
  private static final int CHECKED_EVERY = 50;

  private static final String ADDED = "added";
  private static final String KNOWN = "known";

  private final Channel channel;
  private final UpdateEffects effects;
  private final AddedMessages messages;
  private final PeopleDirectory people;
  private final Growth growth;
  private final Quotas quotas;

  /** What was answered a moment ago. */
  private final Cache<Key, Answer> answers =
      Caffeine.newBuilder().expireAfterWrite(TOGETHER).maximumSize(10_000).build();

  private record Key(OwnerId owner, PersonId person) {}

  private record Answer(@Nullable MessageRef message, int added, int known) {}

  ForwardedMessages(
      Environment environment,
      AddedMessages messages,
      PeopleDirectory people,
      Growth growth,
      Quotas quotas) {
    channel = environment.channel();
    effects = environment.effects();
    this.messages = messages;
    this.people = people;
    this.growth = growth;
    this.quotas = quotas;
  }

  boolean add(Incoming.Text text, Phrases phrases) throws IOException {
    Incoming.Written written = text.written();
    if (written == null || !written.forwarded()) {
      return false;
    }
    OwnerId owner = text.envelope().sender();
    Optional<Person> person = author(owner, written);
    if (person.isEmpty()) {
      return false;
    }
    Key key = new Key(owner, person.get().id());
    Answer before = answers.getIfPresent(key);
    Optional<String> full =
        before == null || (before.added() + 1) % CHECKED_EVERY == 0
            ? quotas.refuseMessages(owner, phrases)
            : Optional.empty();
    if (full.isPresent()) {
      channel.send(text.envelope().address(), Reply.of(full.get()));
    } else {
      Outcome outcome = add(owner, person.get(), written, text.text());
      answer(text, phrases, person.get(), key, next(before, outcome));
    }
    return true;
  }

  /** Whoever wrote it: by id, and where Telegram hides that, by the only name that fits. */
  private Optional<Person> author(OwnerId owner, Incoming.Written written) {
    Optional<Person> byKey =
        people.roster().peopleOfChats(owner).stream()
            .filter(person -> person.key().equals(written.author()))
            .max(Comparator.comparing(Person::messages));
    if (byKey.isPresent() || !written.author().equals(PersonKey.ofName(written.name()))) {
      return byKey;
    }
    // One person of several chats is not two people.
    List<Optional<Person>> named =
        people.roster().people(owner).stream()
            .filter(person -> !people.voices().isImported(person))
            .map(
                person ->
                    person.sources().stream()
                        .filter(source -> source.name().equals(written.name()))
                        .findFirst())
            .filter(Optional::isPresent)
            .toList();
    return named.size() == 1 ? named.get(0) : Optional.empty();
  }

  private Outcome add(OwnerId owner, Person person, Incoming.Written written, String text) {
    Entry entry = new Entry(person.key(), person.name(), written.at(), null, null, text, false);
    Outcome outcome =
        effects.once(
            channel.cause().number(),
            "forwarded",
            () ->
                messages
                    .add(owner, person.chat(), entry)
                    .map(
                        added ->
                            Outcome.of(ADDED, (long) added.messages(), (long) added.unlearned()))
                    .orElseGet(() -> Outcome.of(KNOWN)));
    if (outcome.is(ADDED)) {
      growth.grown(owner, new Added(person.id(), (int) outcome.number(0), (int) outcome.number(1)));
    }
    return outcome;
  }

  private static Answer next(@Nullable Answer before, Outcome outcome) {
    int added = (before == null ? 0 : before.added()) + (outcome.is(ADDED) ? 1 : 0);
    int known = (before == null ? 0 : before.known()) + (outcome.is(ADDED) ? 0 : 1);
    return new Answer(before == null ? null : before.message(), added, known);
  }

  private void answer(Incoming.Text text, Phrases phrases, Person person, Key key, Answer answer)
      throws IOException {
    String name = Wording.name(person.name());
    Reply reply =
        Reply.of(
            phrases.of(
                "forwarded.added", "name", name, "count", answer.added(), "known", answer.known()));
    MessageRef shown = answer.message();
    if (shown == null) {
      MessageRef sent = channel.send(text.envelope().address(), reply);
      answers.put(key, new Answer(sent, answer.added(), answer.known()));
    } else {
      channel.edit(shown, reply);
      answers.put(key, answer);
    }
  }
}
