package io.mynah.chat.speech;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.mynah.chat.Channel;
import io.mynah.chat.Envelope;
import io.mynah.chat.Incoming;
import io.mynah.chat.buttons.Action;
import io.mynah.chat.buttons.Verb;
import io.mynah.chat.feature.Environment;
import io.mynah.chat.feedback.SpokenMessage;
import io.mynah.chat.feedback.SpokenMessageCache;
import io.mynah.chat.people.PeopleDirectory;
import io.mynah.chat.people.PersonResolver;
import io.mynah.chat.roster.Roster;
import io.mynah.chat.training.VoiceStates;
import io.mynah.chat.voice.SharedMessage;
import io.mynah.chat.voice.SpeakArguments;
import io.mynah.chat.voice.SpokenContext;
import io.mynah.chat.words.Phrases;
import io.mynah.domain.Address;
import io.mynah.domain.MessageRef;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.lm.Turn;
import io.mynah.store.conversation.SpokenMessages;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds which person answers plain text outside a {@code /chat}: the person who said the message
 * that it replies to, or else the person who spoke last. If that was long ago or was stopped, the
 * owner is asked. Thread-safe.
 */
final class AddresseeResolver {
  /** Plain text is for the person who spoke last if that was within this time. */
  private static final Duration LATELY = Duration.ofHours(1);

  /** How many messages of both the answer is drawn from. */
  private static final int MEMORY = 12;

  private static final int REMEMBERED = 10_000;

  private final Channel channel;
  private final SpokenMessages spokenMessages;
  private final Roster roster;
  private final VoiceStates voices;
  private final PersonResolver personResolver;
  private final SpokenContext spokenContext;
  private final SpokenMessageCache spokenTexts;
  private final SpeechSender speechSender;
  private final ChatResponder chatResponder;
  private final Clock clock;

  /** The last message at an address when its owner stopped the exchange. */
  private final Cache<Address, MessageRef> ended =
      Caffeine.newBuilder().maximumSize(REMEMBERED).expireAfterWrite(LATELY).build();

  AddresseeResolver(
      Environment environment,
      PeopleDirectory people,
      SpokenMessages spokenMessages,
      SpokenContext spokenContext,
      SpokenMessageCache spokenTexts,
      SpeechSender speechSender,
      ChatResponder chatResponder) {
    this.channel = environment.channel();
    this.spokenMessages = spokenMessages;
    this.roster = people.roster();
    this.voices = people.voices();
    this.personResolver = people.resolver();
    this.spokenContext = spokenContext;
    this.spokenTexts = spokenTexts;
    this.speechSender = speechSender;
    this.chatResponder = chatResponder;
    this.clock = environment.clock();
  }

  /**
   * Answers a reply as the person who said the message that it replies to; returns whether there is
   * such a person.
   */
  boolean answers(
      Envelope envelope, Phrases phrases, Incoming.@Nullable Answered answered, String words)
      throws IOException {
    MessageRef message = answered == null ? null : answered.message();
    if (answered == null || message == null) {
      return false;
    }
    Optional<Person> person =
        spokenMessages
            .find(envelope.sender(), message)
            .flatMap(said -> roster.person(envelope.sender(), said.value()));
    if (person.isEmpty()) {
      return false;
    }
    boolean inChat =
        chatResponder
            .with(envelope.sender(), envelope.address())
            .filter(who -> who.id().equals(person.get().id()))
            .isPresent();
    if (inChat) {
      return chatResponder.handle(envelope, phrases, words);
    }
    say(envelope, phrases, person.get(), message, answered.text(), words);
    return true;
  }

  /**
   * Answers text as the person who spoke last here, or asks who shall answer; returns whether
   * anyone can.
   */
  boolean handle(Envelope envelope, Phrases phrases, String words) throws IOException {
    OwnerId owner = envelope.sender();
    Optional<SpokenMessages.Said> latest = spokenMessages.latest(owner, envelope.address());
    Optional<Person> last = latest.flatMap(said -> roster.person(owner, said.person().value()));
    if (last.isPresent() && latest.filter(this::isCurrent).isPresent()) {
      say(envelope, phrases, last.get(), latest.get().message(), "", words);
      return true;
    }
    List<Person> ready = roster.people(owner).stream().filter(voices::ready).toList();
    if (ready.isEmpty()) {
      return false;
    }
    List<Person> lastFirst =
        Stream.concat(last.stream().filter(ready::contains), ready.stream()).distinct().toList();
    MessageRef asked =
        channel.send(
            envelope.address(),
            roster.question(
                phrases,
                phrases.of("speak.to-whom"),
                owner,
                lastFirst,
                person -> Action.of(Verb.SPEAK, person.id().value(), Action.AS_THEY_DO)));
    personResolver.remember(
        asked,
        owner,
        words,
        lastFirst,
        person ->
            speechSender.speak(
                envelope, phrases, person, new SpeakArguments(Action.AS_THEY_DO, false, words)));
    return true;
  }

  private boolean isCurrent(SpokenMessages.Said said) {
    return said.at().isAfter(clock.instant().minus(LATELY))
        && !said.message().equals(ended.getIfPresent(said.message().address()));
  }

  /** Plain text is no longer for the person who spoke last; returns whether it was until now. */
  boolean end(OwnerId owner, Address address) {
    Optional<SpokenMessages.Said> current =
        spokenMessages.latest(owner, address).filter(this::isCurrent);
    current.ifPresent(said -> ended.put(address, said.message()));
    return current.isPresent();
  }

  private void say(
      Envelope envelope,
      Phrases phrases,
      Person person,
      MessageRef message,
      String shown,
      String words)
      throws IOException {
    List<Turn> turns = new ArrayList<>(before(envelope.sender(), person, message, shown));
    turns.add(spokenContext.ownerTurn(envelope.sender(), person, words));
    speechSender.answer(
        envelope, phrases, person, turns.subList(Math.max(0, turns.size() - MEMORY), turns.size()));
  }

  /**
   * The messages that led to a message, and the message itself; if these are no longer kept, only
   * its shown text.
   */
  private List<Turn> before(OwnerId owner, Person person, MessageRef message, String shown) {
    Optional<SpokenMessage> known =
        spokenTexts.find(owner, message).filter(said -> said.person().equals(person.id()));
    String text =
        known.map(SpokenMessage::text).orElseGet(() -> SharedMessage.withoutName(shown, person));
    List<Turn> turns = new ArrayList<>(known.map(SpokenMessage::context).orElse(List.of()));
    if (!text.isBlank()) {
      turns.add(spokenContext.personTurn(person, text));
    }
    return turns;
  }
}
