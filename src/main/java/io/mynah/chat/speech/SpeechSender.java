package io.mynah.chat.speech;

import io.mynah.chat.Channel;
import io.mynah.chat.Envelope;
import io.mynah.chat.Reply;
import io.mynah.chat.buttons.Action;
import io.mynah.chat.feedback.SpokenMessage;
import io.mynah.chat.feedback.SpokenMessageCache;
import io.mynah.chat.training.VoiceStates;
import io.mynah.chat.voice.Delivery;
import io.mynah.chat.voice.ReplyPipeline;
import io.mynah.chat.voice.SpeakArguments;
import io.mynah.chat.voice.VoiceReplies;
import io.mynah.chat.words.Phrases;
import io.mynah.chat.words.Wording;
import io.mynah.domain.MessageRef;
import io.mynah.domain.Person;
import io.mynah.lm.Turn;
import io.mynah.models.DamagedModel;
import io.mynah.models.MissingModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Makes messages with a person's model and sends them. Thread-safe. */
final class SpeechSender {
  /** The most messages in a row, even if the person usually sends more. */
  private static final int LONGEST_BURST = 3;

  private final Channel channel;
  private final VoiceStates voices;
  private final ReplyPipeline pipeline;
  private final SpokenMessageCache spokenTexts;

  SpeechSender(
      Channel channel, VoiceStates voices, ReplyPipeline pipeline, SpokenMessageCache spokenTexts) {
    this.channel = channel;
    this.voices = voices;
    this.pipeline = pipeline;
    this.spokenTexts = spokenTexts;
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
            pipeline.context().context(envelope.sender(), person, arguments.said()),
            "",
            arguments.count(),
            pipeline.settings().of(envelope.sender()).temperature(),
            List.of(),
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
            pipeline.settings().of(envelope.sender()).temperature(),
            List.of(),
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
            pipeline.context().context(envelope.sender(), person, answered),
            beginning,
            1,
            pipeline.settings().of(envelope.sender()).temperature(),
            List.of(),
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
    boolean full = pipeline.delivery().isFull(envelope.address());
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
    if (!voices.ready(person)) {
      channel.send(
          envelope.address(),
          speech.isToOwnBot() ? silence(speech) : voices.silence(speech.phrases(), person));
      return false;
    }
    VoiceReplies.Written written;
    Channel.Typing typing = channel.typing(envelope.address());
    try (typing) {
      written = write(speech);
    } catch (MissingModel | DamagedModel lost) {
      repair(speech);
      return false;
    }
    deliver(speech, written);
    return true;
  }

  /** What anyone may read about a person who cannot speak; the reason is only for the owner. */
  private static Reply silence(SpeechRequest speech) {
    String name = Wording.name(speech.person().name());
    return Reply.of(speech.phrases().of("group.silent", "name", name));
  }

  private void repair(SpeechRequest speech) throws IOException {
    Envelope envelope = speech.envelope();
    if (speech.isToOwnBot()) {
      channel.send(envelope.address(), silence(speech));
      pipeline.repair().repairUnasked(envelope.sender(), speech.person());
    } else {
      pipeline.repair().repair(envelope.sender(), speech.person(), envelope, speech.phrases());
    }
  }

  private VoiceReplies.Written write(SpeechRequest speech) throws MissingModel, DamagedModel {
    VoiceReplies.Request request =
        new VoiceReplies.Request(
            speech.person(),
            pipeline.settings().of(speech.envelope().sender()),
            speech.context(),
            speech.count(),
            LONGEST_BURST,
            speech.temperature(),
            speech.earlier());
    return speech.beginning().isEmpty()
        ? pipeline.replies().reply(request)
        : pipeline.replies().complete(request, speech.beginning());
  }

  private void deliver(SpeechRequest speech, VoiceReplies.Written written) {
    List<String> texts = written.messages();
    List<Delivery.Line> lines = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      boolean last = i == texts.size() - 1;
      lines.add(
          new Delivery.Line(
              written.pauses().get(i), new Reply(texts.get(i), speech.buttons(last))));
    }
    pipeline
        .delivery()
        .deliver(speech.envelope(), speech.phrases(), lines, new Receipt(speech, texts));
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
      // In the chat of a voice's own bot, nothing is rated, and strangers may be answered.
      if (!speech.isToOwnBot()) {
        spokenTexts.add(
            message,
            new SpokenMessage(
                speech.envelope().sender(),
                speech.person().id(),
                speech.person().key(),
                speech.context(),
                speech.beginning(),
                text,
                earlier(index)));
      }
      speech.listener().sent(text);
    }

    /** What was said in place of the reply before, and the reply until then. */
    private List<String> earlier(int index) {
      return Stream.concat(speech.earlier().stream(), texts.stream().limit(index)).toList();
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
