package io.mynah.chat.speech;

import io.mynah.chat.Channel;
import io.mynah.chat.Envelope;
import io.mynah.chat.Reply;
import io.mynah.chat.buttons.Action;
import io.mynah.chat.feature.Services;
import io.mynah.chat.settings.OwnerSettings;
import io.mynah.chat.training.VoiceRepair;
import io.mynah.chat.training.VoiceStates;
import io.mynah.chat.utterances.Utterance;
import io.mynah.chat.utterances.Utterances;
import io.mynah.chat.voice.Delivery;
import io.mynah.chat.voice.Interlocutor;
import io.mynah.chat.voice.SpeakRequest;
import io.mynah.chat.voice.TaughtAnswers;
import io.mynah.chat.voice.Tempo;
import io.mynah.chat.words.Phrases;
import io.mynah.domain.MessageRef;
import io.mynah.domain.Person;
import io.mynah.domain.Settings;
import io.mynah.lm.LanguageModel;
import io.mynah.lm.SpeakOptions;
import io.mynah.lm.Speaker;
import io.mynah.lm.Turn;
import io.mynah.models.DamagedModel;
import io.mynah.models.MissingModel;
import io.mynah.models.ModelLibrary;
import io.mynah.store.Personas;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Lets a person's model speak. Thread-safe. */
final class Speaking {
  /** The most messages in a row, however many the person sends. */
  private static final int LONGEST_BURST = 6;

  private final Channel channel;
  private final Personas personas;
  private final ModelLibrary models;
  private final Speaker speaker;
  private final TaughtAnswers taught;
  private final OwnerSettings settings;
  private final VoiceStates voices;
  private final VoiceRepair repair;
  private final Interlocutor interlocutor;
  private final Utterances utterances;
  private final Delivery delivery;
  private final double topP;
  private final Supplier<RandomGenerator> random;

  Speaking(
      Services services,
      TaughtAnswers taught,
      OwnerSettings settings,
      VoiceStates voices,
      VoiceRepair repair,
      Interlocutor interlocutor,
      Utterances utterances,
      Delivery delivery,
      double topP,
      Supplier<RandomGenerator> random) {
    this.channel = services.channel();
    this.personas = services.personas();
    this.models = services.models();
    this.speaker = services.speaker();
    this.taught = taught;
    this.settings = settings;
    this.voices = voices;
    this.repair = repair;
    this.interlocutor = interlocutor;
    this.utterances = utterances;
    this.delivery = delivery;
    this.topP = topP;
    this.random = random;
  }

  /** Sends messages in a person's style, or says why there are none. */
  void speak(Envelope envelope, Phrases phrases, Person person, SpeakRequest request)
      throws IOException {
    if (isTooMuch(envelope, phrases)) {
      return;
    }
    if (request.capped() && voices.ready(person)) {
      channel.send(
          envelope.address(), Reply.of(phrases.of("speak.capped", "most", SpeakRequest.MOST)));
    }
    say(
        new Speech(
            envelope,
            phrases,
            person,
            interlocutor.context(envelope.sender(), person, request.said()),
            "",
            request.count(),
            settings.of(envelope.sender()).temperature(),
            Speech.Ear.DEAF));
  }

  /** Answers what was said, oldest first, as a person, or says why there is no answer. */
  void answer(Envelope envelope, Phrases phrases, Person person, List<Turn> said)
      throws IOException {
    sayMore(
        new Speech(
            envelope,
            phrases,
            person,
            said,
            "",
            Action.AS_THEY_DO,
            settings.of(envelope.sender()).temperature(),
            Speech.Ear.DEAF));
  }

  /** Sends a message in a person's style that begins as is asked, or says why there is none. */
  void complete(
      Envelope envelope, Phrases phrases, Person person, String beginning, String answered)
      throws IOException {
    if (isTooMuch(envelope, phrases)) {
      return;
    }
    say(
        new Speech(
            envelope,
            phrases,
            person,
            interlocutor.context(envelope.sender(), person, answered),
            beginning,
            1,
            settings.of(envelope.sender()).temperature(),
            Speech.Ear.DEAF));
  }

  /** Says one more speech that was asked for, or why not. */
  void sayMore(Speech speech) throws IOException {
    if (!isTooMuch(speech.envelope(), speech.phrases())) {
      say(speech);
    }
  }

  /** Whether enough waits to be sent there; if so, says that. */
  private boolean isTooMuch(Envelope envelope, Phrases phrases) throws IOException {
    boolean full = delivery.isFull(envelope.address());
    if (full) {
      channel.send(envelope.address(), Reply.of(phrases.of("speak.full")));
    }
    return full;
  }

  /**
   * Says a speech, or why it cannot be said. Returns when what needs no pause is sent; whatever
   * happens, the speech's ear hears of the end.
   */
  void say(Speech speech) throws IOException {
    boolean underWay = false;
    try {
      underWay = begin(speech);
    } finally {
      if (!underWay) {
        speech.ear().ended();
      }
    }
  }

  /** Says whether something is to come. */
  private boolean begin(Speech speech) throws IOException {
    Envelope envelope = speech.envelope();
    Person person = speech.person();
    if (personas.find(person).isEmpty()) {
      channel.send(envelope.address(), voices.silence(speech.phrases(), person));
      return false;
    }
    List<String> texts;
    List<Duration> pauses;
    Channel.Typing typing = channel.typing(envelope.address());
    try (typing;
        ModelLibrary.Lease lease = models.borrow(person)) {
      RandomGenerator generator = random.get();
      texts = texts(speech, lease.model(), generator);
      pauses = pauses(speech, lease.model(), texts, generator);
    } catch (MissingModel | DamagedModel lost) {
      repair.mend(envelope.sender(), person, envelope, speech.phrases());
      return false;
    }
    deliver(speech, texts, pauses);
    return true;
  }

  private List<String> texts(Speech speech, LanguageModel model, RandomGenerator generator) {
    Settings set = settings.of(speech.envelope().sender());
    if (!speech.beginning().isEmpty()) {
      return List.of(complete(speech, model, set, generator));
    }
    boolean burst = speech.count() == Action.AS_THEY_DO && set.bursts();
    int count = burst ? LONGEST_BURST : Math.max(1, speech.count());
    SpeakOptions options = new SpeakOptions(count, speech.temperature(), topP, set.length());
    Person person = speech.person();
    if (burst) {
      return taught
          .instead(person, speech.context(), generator)
          .map(List::of)
          .orElseGet(
              () -> speaker.burst(model, person.key(), speech.context(), options, generator));
    }
    List<String> drawn = speaker.speak(model, person.key(), speech.context(), options, generator);
    return taught.among(drawn, person, speech.context(), generator);
  }

  private String complete(
      Speech speech, LanguageModel model, Settings set, RandomGenerator generator) {
    return speaker.complete(
        model,
        speech.person().key(),
        speech.context(),
        speech.beginning(),
        new SpeakOptions(1, speech.temperature(), topP, set.length()),
        generator);
  }

  /** Whoever names a number wants them at once. */
  private List<Duration> pauses(
      Speech speech, LanguageModel model, List<String> texts, RandomGenerator generator) {
    boolean asTheyDo = speech.count() == Action.AS_THEY_DO;
    if (!asTheyDo || !settings.of(speech.envelope().sender()).delays()) {
      return texts.stream().map(text -> Duration.ZERO).toList();
    }
    return new Tempo(model.habits(), generator).pauses(texts, !speech.context().isEmpty());
  }

  private void deliver(Speech speech, List<String> texts, List<Duration> pauses) {
    List<Delivery.Line> lines = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      boolean last = i == texts.size() - 1;
      lines.add(new Delivery.Line(pauses.get(i), new Reply(texts.get(i), speech.buttons(last))));
    }
    delivery.deliver(
        speech.envelope(), speech.phrases(), lines, new Receipt(speech, List.copyOf(texts)));
  }

  /** Remembers what was sent. */
  private final class Receipt implements Delivery.Receipt {
    private final Speech speech;
    private final List<String> texts;

    Receipt(Speech speech, List<String> texts) {
      this.speech = speech;
      this.texts = texts;
    }

    @Override
    public void sent(int index, MessageRef message) {
      String text = texts.get(index);
      utterances.add(
          message,
          new Utterance(
              speech.envelope().sender(),
              speech.person().id(),
              speech.person().key(),
              speech.context(),
              speech.beginning(),
              text));
      speech.ear().heard(text);
    }

    @Override
    public void ended() {
      speech.ear().ended();
    }

    @Override
    public boolean wanted() {
      return speech.ear().wanted();
    }
  }
}
