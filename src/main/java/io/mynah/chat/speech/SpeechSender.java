package io.mynah.chat.speech;

import io.mynah.chat.Channel;
import io.mynah.chat.Envelope;
import io.mynah.chat.Reply;
import io.mynah.chat.buttons.Action;
import io.mynah.chat.feature.Services;
import io.mynah.chat.feedback.SpokenMessage;
import io.mynah.chat.feedback.SpokenTexts;
import io.mynah.chat.settings.OwnerSettings;
import io.mynah.chat.training.VoiceRepair;
import io.mynah.chat.training.VoiceStates;
import io.mynah.chat.voice.Delivery;
import io.mynah.chat.voice.SpeakArguments;
import io.mynah.chat.voice.SpokenContext;
import io.mynah.chat.voice.TaughtAnswers;
import io.mynah.chat.voice.TypingPauses;
import io.mynah.chat.words.Phrases;
import io.mynah.domain.MessageRef;
import io.mynah.domain.Person;
import io.mynah.domain.Settings;
import io.mynah.lm.LanguageModel;
import io.mynah.lm.Turn;
import io.mynah.lm.sampling.GenerationOptions;
import io.mynah.lm.sampling.MessageGenerator;
import io.mynah.models.DamagedModel;
import io.mynah.models.MissingModel;
import io.mynah.models.ModelLibrary;
import io.mynah.store.jobs.VoiceRecords;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Makes messages with a person's model and sends them. Thread-safe. */
final class SpeechSender {
  /** The most messages in a row, even if the person usually sends more. */
  private static final int LONGEST_BURST = 6;

  private final Channel channel;
  private final VoiceRecords voiceRecords;
  private final ModelLibrary models;
  private final MessageGenerator messageGenerator;
  private final TaughtAnswers taught;
  private final OwnerSettings settings;
  private final VoiceStates voices;
  private final VoiceRepair repair;
  private final SpokenContext spokenContext;
  private final SpokenTexts spokenTexts;
  private final Delivery delivery;
  private final double topP;
  private final Supplier<RandomGenerator> random;

  SpeechSender(
      Services services,
      TaughtAnswers taught,
      OwnerSettings settings,
      VoiceStates voices,
      VoiceRepair repair,
      SpokenContext spokenContext,
      SpokenTexts spokenTexts,
      Delivery delivery,
      double topP,
      Supplier<RandomGenerator> random) {
    this.channel = services.channel();
    this.voiceRecords = services.voiceRecords();
    this.models = services.models();
    this.messageGenerator = services.generator();
    this.taught = taught;
    this.settings = settings;
    this.voices = voices;
    this.repair = repair;
    this.spokenContext = spokenContext;
    this.spokenTexts = spokenTexts;
    this.delivery = delivery;
    this.topP = topP;
    this.random = random;
  }

  /** Sends messages in a person's style, or tells why there are none. */
  void speak(Envelope envelope, Phrases phrases, Person person, SpeakArguments arguments)
      throws IOException {
    if (refuseIfFull(envelope, phrases)) {
      return;
    }
    if (arguments.capped() && voices.ready(person)) {
      channel.send(
          envelope.address(), Reply.of(phrases.of("speak.capped", "most", SpeakArguments.MOST)));
    }
    say(
        new SpeechRequest(
            envelope,
            phrases,
            person,
            spokenContext.context(envelope.sender(), person, arguments.said()),
            "",
            arguments.count(),
            settings.of(envelope.sender()).temperature(),
            SpeechRequest.Listener.NONE));
  }

  /** Answers the given turns, oldest first, as a person, or tells why there is no answer. */
  void answer(Envelope envelope, Phrases phrases, Person person, List<Turn> said)
      throws IOException {
    sayMore(
        new SpeechRequest(
            envelope,
            phrases,
            person,
            said,
            "",
            Action.AS_THEY_DO,
            settings.of(envelope.sender()).temperature(),
            SpeechRequest.Listener.NONE));
  }

  /** Sends a message in a person's style with the given beginning, or tells why there is none. */
  void complete(
      Envelope envelope, Phrases phrases, Person person, String beginning, String answered)
      throws IOException {
    if (refuseIfFull(envelope, phrases)) {
      return;
    }
    say(
        new SpeechRequest(
            envelope,
            phrases,
            person,
            spokenContext.context(envelope.sender(), person, answered),
            beginning,
            1,
            settings.of(envelope.sender()).temperature(),
            SpeechRequest.Listener.NONE));
  }

  /** Handles a further request for the same, or tells why there is no message. */
  void sayMore(SpeechRequest speech) throws IOException {
    if (!refuseIfFull(speech.envelope(), speech.phrases())) {
      say(speech);
    }
  }

  /** Whether too many replies wait at the address; if so, says that. */
  private boolean refuseIfFull(Envelope envelope, Phrases phrases) throws IOException {
    boolean full = delivery.isFull(envelope.address());
    if (full) {
      channel.send(envelope.address(), Reply.of(phrases.of("speak.full")));
    }
    return full;
  }

  /**
   * Handles a request, or tells why it cannot. Returns when everything that needs no pause is sent.
   * The request's listener is always told of the end.
   */
  void say(SpeechRequest speech) throws IOException {
    boolean underWay = false;
    try {
      underWay = begin(speech);
    } finally {
      if (!underWay) {
        speech.listener().ended();
      }
    }
  }

  /** Starts sending; returns whether anything will be sent. */
  private boolean begin(SpeechRequest speech) throws IOException {
    Envelope envelope = speech.envelope();
    Person person = speech.person();
    if (voiceRecords.find(person).isEmpty()) {
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
      repair.repair(envelope.sender(), person, envelope, speech.phrases());
      return false;
    }
    deliver(speech, texts, pauses);
    return true;
  }

  private List<String> texts(SpeechRequest speech, LanguageModel model, RandomGenerator generator) {
    Settings ownerSettings = settings.of(speech.envelope().sender());
    if (!speech.beginning().isEmpty()) {
      return List.of(complete(speech, model, ownerSettings, generator));
    }
    boolean burst = speech.count() == Action.AS_THEY_DO && ownerSettings.bursts();
    int count = burst ? LONGEST_BURST : Math.max(1, speech.count());
    GenerationOptions options =
        new GenerationOptions(count, speech.temperature(), topP, ownerSettings.length());
    Person person = speech.person();
    if (burst) {
      return taught
          .instead(person, speech.context(), generator)
          .map(List::of)
          .orElseGet(
              () ->
                  messageGenerator.burst(
                      model, person.key(), speech.context(), options, generator));
    }
    List<String> drawn =
        messageGenerator.speak(model, person.key(), speech.context(), options, generator);
    return taught.among(drawn, person, speech.context(), generator);
  }

  private String complete(
      SpeechRequest speech,
      LanguageModel model,
      Settings ownerSettings,
      RandomGenerator generator) {
    return messageGenerator.complete(
        model,
        speech.person().key(),
        speech.context(),
        speech.beginning(),
        new GenerationOptions(1, speech.temperature(), topP, ownerSettings.length()),
        generator);
  }

  /** The pauses before the messages; none if the user asked for a number of messages. */
  private List<Duration> pauses(
      SpeechRequest speech, LanguageModel model, List<String> texts, RandomGenerator generator) {
    boolean asTheyDo = speech.count() == Action.AS_THEY_DO;
    if (!asTheyDo || !settings.of(speech.envelope().sender()).delays()) {
      return texts.stream().map(text -> Duration.ZERO).toList();
    }
    return new TypingPauses(model.habits(), generator).pauses(texts, !speech.context().isEmpty());
  }

  private void deliver(SpeechRequest speech, List<String> texts, List<Duration> pauses) {
    List<Delivery.Line> lines = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      boolean last = i == texts.size() - 1;
      lines.add(new Delivery.Line(pauses.get(i), new Reply(texts.get(i), speech.buttons(last))));
    }
    delivery.deliver(
        speech.envelope(), speech.phrases(), lines, new Receipt(speech, List.copyOf(texts)));
  }

  /** Remembers the messages that were sent. */
  private final class Receipt implements Delivery.Receipt {
    private final SpeechRequest speech;
    private final List<String> texts;

    Receipt(SpeechRequest speech, List<String> texts) {
      this.speech = speech;
      this.texts = texts;
    }

    @Override
    public void sent(int index, MessageRef message) {
      String text = texts.get(index);
      spokenTexts.add(
          message,
          new SpokenMessage(
              speech.envelope().sender(),
              speech.person().id(),
              speech.person().key(),
              speech.context(),
              speech.beginning(),
              text));
      speech.listener().sent(text);
    }

    @Override
    public void ended() {
      speech.listener().ended();
    }

    @Override
    public boolean wanted() {
      return speech.listener().wanted();
    }
  }
}
