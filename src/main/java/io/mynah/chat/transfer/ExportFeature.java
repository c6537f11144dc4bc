package io.mynah.chat.transfer;

import io.mynah.chat.Channel;
import io.mynah.chat.Envelope;
import io.mynah.chat.Reply;
import io.mynah.chat.VoiceBotHost;
import io.mynah.chat.buttons.Verb;
import io.mynah.chat.feature.Command;
import io.mynah.chat.feature.Environment;
import io.mynah.chat.feature.Feature;
import io.mynah.chat.feature.PressHandler;
import io.mynah.chat.people.PeopleDirectory;
import io.mynah.chat.people.PersonResolver;
import io.mynah.chat.training.VoiceRepair;
import io.mynah.chat.words.Phrases;
import io.mynah.chat.words.Wording;
import io.mynah.domain.Person;
import io.mynah.models.DamagedModel;
import io.mynah.models.MissingModel;
import io.mynah.models.ModelLibrary;
import io.mynah.models.VoiceTransfer;
import io.mynah.store.conversation.Expectation.VoicePassphrase;
import io.mynah.store.conversation.Expectations;
import io.mynah.store.inbox.UpdateEffects;
import io.mynah.store.inbox.UpdateEffects.Outcome;
import io.mynah.vault.PassphraseSeal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * {@code /export NAME}: asks for a passphrase, deletes the message with it, and sends the person's
 * voice as a file that it seals. The passphrase is not kept. Thread-safe.
 */
public final class ExportFeature implements Command, Feature {
  private static final Duration TIME_TO_ANSWER = Duration.ofMinutes(10);
  private static final String EFFECT = "export";

  /** The largest file; channels send 50 MB. */
  private static final long MOST_BYTES = 48_000_000;

  private static final String FILE = "voice.mynah";

  private final Channel channel;
  private final UpdateEffects effects;
  private final Expectations expectations;
  private final PeopleDirectory people;
  private final ModelLibrary models;
  private final VoiceTransfer transfer;
  private final VoiceRepair repair;
  private final VoiceBotHost host;
  private final Clock clock;

  /**
   * @param host deletes the message with the passphrase
   */
  public ExportFeature(
      Environment environment,
      Expectations expectations,
      PeopleDirectory people,
      ModelLibrary models,
      VoiceTransfer transfer,
      VoiceRepair repair,
      VoiceBotHost host) {
    channel = environment.channel();
    effects = environment.effects();
    this.expectations = expectations;
    this.people = people;
    this.models = models;
    this.transfer = transfer;
    this.repair = repair;
    this.host = host;
    clock = environment.clock();
  }

  @Override
  public Map<String, Command> commands() {
    return Map.of("export", this);
  }

  @Override
  public Map<Verb, PressHandler> buttons() {
    return Map.of(Verb.EXPORT_VOICE, this::press);
  }

  @Override
  public void run(Call call) throws IOException {
    people
        .resolver()
        .ask(
            call,
            PersonResolver.about(
                Verb.EXPORT_VOICE, person -> ask(call.envelope(), call.phrases(), person)));
  }

  private boolean press(PressHandler.Pressed pressed) throws IOException {
    Optional<Person> person = people.roster().person(pressed.owner(), pressed.id(0));
    if (person.isPresent()) {
      people.resolver().close(pressed, person.get());
      ask(pressed.envelope(), pressed.phrases(), person.get());
    }
    return person.isPresent();
  }

  private void ask(Envelope envelope, Phrases phrases, Person person) throws IOException {
    String name = Wording.name(person.name());
    long size = models.storedBytes(person.id());
    if (!people.voices().ready(person)) {
      channel.send(envelope.address(), people.voices().silence(phrases, person));
    } else if (size > MOST_BYTES) {
      say(
          envelope,
          phrases.of(
              "export.too-large",
              "name",
              name,
              "size",
              Wording.size(phrases, size),
              "limit",
              Wording.size(phrases, MOST_BYTES)));
    } else {
      expectations.expect(
          envelope.sender(),
          envelope.address(),
          new VoicePassphrase(person.id().value()),
          clock.instant().plus(TIME_TO_ANSWER));
      say(envelope, phrases.of("export.ask", "name", name, "least", PassphraseSeal.SHORTEST));
    }
  }

  /** After an outage, what was sent in time is still the passphrase. */
  private Optional<VoicePassphrase> expected(Envelope envelope) {
    return expectations.expected(
        envelope.sender(),
        envelope.address(),
        channel.cause().receivedAt().orElseGet(clock::instant),
        VoicePassphrase.class);
  }

  /** What this update did, if an earlier process began to answer it. */
  private Optional<Outcome> before() {
    return channel.cause().again() ? effects.of(update(), EFFECT) : Optional.empty();
  }

  private OptionalLong update() {
    return channel.cause().number();
  }

  /**
   * Takes text as the passphrase and sends the file; says whether one was asked for.
   *
   * @throws IOException when the file cannot be sent
   */
  public boolean takes(Envelope envelope, Phrases phrases, String text) throws IOException {
    Optional<VoicePassphrase> asked = expected(envelope);
    Optional<Outcome> before = before();
    if (asked.isEmpty() && before.isEmpty()) {
      return false;
    }
    boolean deleted = host.delete(envelope.message());
    String passphrase = text.strip();
    if (before.isEmpty() && !PassphraseSeal.isLongEnough(passphrase)) {
      say(envelope, phrases.of("export.too-short", "least", PassphraseSeal.SHORTEST));
      return true;
    }
    Outcome outcome =
        effects.once(
            update(),
            EFFECT,
            () -> {
              expectations.clear(envelope.sender(), envelope.address());
              return Outcome.of(EFFECT, asked.map(VoicePassphrase::person).orElse(0L));
            });
    Optional<Person> person = people.roster().person(envelope.sender(), outcome.number(0));
    say(envelope, phrases.of(deleted ? "export.deleted" : "export.stays"));
    if (person.isPresent()) {
      send(envelope, phrases, person.get(), passphrase);
    } else {
      say(envelope, phrases.of("hint.stale-button"));
    }
    return true;
  }

  private void send(Envelope envelope, Phrases phrases, Person person, String passphrase)
      throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    Channel.Typing typing = channel.typing(envelope.address());
    try (typing) {
      transfer.write(person, passphrase, file);
    } catch (MissingModel | DamagedModel e) {
      repair.repair(envelope.sender(), person, envelope, phrases);
      return;
    }
    channel.sendDocument(
        envelope.address(),
        FILE,
        file.toByteArray(),
        Reply.of(phrases.of("export.sent", "name", Wording.name(person.name()))));
  }

  private void say(Envelope envelope, String sentence) throws IOException {
    channel.send(envelope.address(), Reply.of(sentence));
  }
}
