package io.mynah.chat;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.mynah.domain.MessageRef;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.domain.PersonKey;
import io.mynah.domain.Settings;
import io.mynah.lm.SpeakOptions;
import io.mynah.lm.Speaker;
import io.mynah.lm.Turn;
import io.mynah.models.DamagedModel;
import io.mynah.models.MissingModel;
import io.mynah.models.ModelLibrary;
import io.mynah.store.Personas;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Lets a person's model speak. What was said to the person is kept in memory for a day, by the
 * message whose button asks for more; after a restart the button still works, without it.
 * Thread-safe.
 */
final class Speaking {
  private static final int REMEMBERED = 10_000;
  private static final Duration MEMORY = Duration.ofDays(1);

  private final Channel channel;
  private final Personas personas;
  private final ModelLibrary models;
  private final Speaker speaker;
  private final Roster roster;
  private final OwnerSettings settings;
  private final VoiceStates voices;
  private final Trainings trainings;
  private final double topP;
  private final Clock clock;
  private final Supplier<RandomGenerator> random;
  private final Cache<MessageRef, Said> remembered =
      Caffeine.newBuilder().maximumSize(REMEMBERED).expireAfterWrite(MEMORY).build();

  Speaking(
      Services services,
      Roster roster,
      OwnerSettings settings,
      VoiceStates voices,
      Trainings trainings,
      double topP,
      Clock clock,
      Supplier<RandomGenerator> random) {
    this.channel = services.channel();
    this.personas = services.personas();
    this.models = services.models();
    this.speaker = services.speaker();
    this.roster = roster;
    this.settings = settings;
    this.voices = voices;
    this.trainings = trainings;
    this.topP = topP;
    this.clock = clock;
    this.random = random;
  }

  private record Said(OwnerId owner, String words) {}

  /** Keeps what was said for the buttons under a message. */
  void remember(MessageRef message, OwnerId owner, String said) {
    if (!said.isEmpty()) {
      remembered.put(message, new Said(owner, said));
    }
  }

  /** Forgets what an owner said. */
  void forget(OwnerId owner) {
    remembered.asMap().values().removeIf(said -> said.owner().equals(owner));
  }

  boolean press(PressHandler.Pressed pressed) throws IOException {
    Optional<Person> person = roster.person(pressed.owner(), pressed.id(0));
    long count = pressed.id(1);
    if (person.isEmpty() || count < 1 || count > SpeakRequest.MOST) {
      return false;
    }
    Said said = remembered.getIfPresent(pressed.message());
    String words = said == null || !said.owner().equals(pressed.owner()) ? "" : said.words();
    speak(
        pressed.envelope(),
        pressed.phrases(),
        person.get(),
        new SpeakRequest((int) count, false, words));
    return true;
  }

  /** Sends messages in a person's style, or says why there are none. */
  void speak(Envelope envelope, Phrases phrases, Person person, SpeakRequest request)
      throws IOException {
    if (personas.find(person.id()).isEmpty()) {
      channel.send(envelope.address(), voices.silence(phrases, person));
      return;
    }
    Channel.Typing typing = channel.typing(envelope.address());
    try (typing;
        ModelLibrary.Lease lease = models.borrow(person.id())) {
      List<String> lines =
          speaker.speak(
              lease.model(),
              person.key(),
              context(envelope.sender(), person, request.said()),
              options(envelope.sender(), request.count()),
              random.get());
      deliver(envelope, phrases, person, request, lines);
    } catch (MissingModel | DamagedModel lost) {
      replace(envelope, phrases, person);
    }
  }

  /** Trains a person whose model file is of no use; what is stored of the chat is enough. */
  private void replace(Envelope envelope, Phrases phrases, Person person) throws IOException {
    String name = Wording.name(person.name());
    channel.send(envelope.address(), Reply.of(phrases.of("speak.damaged", "name", name)));
    if (!trainings.isOpen(person)) {
      personas.delete(person.id());
      models.delete(person.id());
    }
    trainings.begin(envelope, phrases, person);
  }

  private void deliver(
      Envelope envelope, Phrases phrases, Person person, SpeakRequest request, List<String> lines)
      throws IOException {
    if (request.capped()) {
      channel.send(
          envelope.address(), Reply.of(phrases.of("speak.capped", "most", SpeakRequest.MOST)));
    }
    for (int i = 0; i < lines.size(); i++) {
      boolean last = i == lines.size() - 1;
      Action again = Action.of(Verb.AGAIN, person.id().value(), request.count());
      MessageRef sent =
          channel.send(
              envelope.address(),
              new Reply(
                  lines.get(i),
                  last ? List.of(List.of(phrases.button("button.again", again))) : List.of()));
      if (last) {
        remember(sent, envelope.sender(), request.said());
      }
    }
  }

  private List<Turn> context(OwnerId owner, Person person, String said) {
    return said.isEmpty()
        ? List.of()
        : List.of(new Turn(speakerOf(owner, person), clock.instant(), said));
  }

  /**
   * Whom the model takes the owner for: themselves where the export knows them by their Telegram
   * id, the other one where two people talk, else a stranger.
   */
  private PersonKey speakerOf(OwnerId owner, Person person) {
    PersonKey self = new PersonKey(owner.value().replaceFirst("^telegram:", "user"));
    List<PersonKey> others =
        roster.people(owner).stream()
            .filter(p -> p.chat().equals(person.chat()) && !p.id().equals(person.id()))
            .map(Person::key)
            .toList();
    if (others.contains(self)) {
      return self;
    }
    return others.size() == 1 ? others.get(0) : PersonKey.STRANGER;
  }

  private SpeakOptions options(OwnerId owner, int count) {
    Settings set = settings.of(owner);
    return new SpeakOptions(count, set.temperature(), topP, set.length());
  }
}
