package io.mynah.chat.group;

import io.mynah.chat.Channel;
import io.mynah.chat.Envelope;
import io.mynah.chat.Incoming;
import io.mynah.chat.Offers.Offer;
import io.mynah.chat.Reply;
import io.mynah.chat.roster.NameFinder;
import io.mynah.chat.roster.Roster;
import io.mynah.chat.training.VoiceStates;
import io.mynah.chat.voice.ReplyPipeline;
import io.mynah.chat.voice.VoiceReplies;
import io.mynah.chat.words.Phrases;
import io.mynah.chat.words.Wording;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.lm.Turn;
import io.mynah.models.DamagedModel;
import io.mynah.models.MissingModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Answers guest questions, {@code @bot NAME what you say to them}, in chats that Mynah is no member
 * of, with a message that the person could have written. Only the asker's own people can be named.
 * A question that names nobody gets no answer there, since others would read whom the asker knows;
 * a hint comes in the asker's private chat. Thread-safe.
 */
final class GuestAnswers {
  private static final int NAMES_SHOWN = 3;

  private final Channel channel;
  private final Roster roster;
  private final VoiceStates voices;
  private final ReplyPipeline pipeline;

  GuestAnswers(Channel channel, Roster roster, VoiceStates voices, ReplyPipeline pipeline) {
    this.channel = channel;
    this.roster = roster;
    this.voices = voices;
    this.pipeline = pipeline;
  }

  void answer(Incoming.Guest question, Phrases phrases) throws IOException {
    OwnerId owner = question.envelope().sender();
    List<Person> ready = roster.people(owner).stream().filter(voices::ready).toList();
    if (ready.isEmpty()) {
      hint(question.envelope(), phrases.of("guest.nobody"));
      return;
    }
    NameFinder.Found found = NameFinder.find(question.text().strip(), ready);
    if (found.people().isEmpty() || !found.sure()) {
      List<Person> meant = found.people().isEmpty() ? ready : found.people();
      List<String> names = meant.stream().limit(NAMES_SHOWN).map(Person::name).toList();
      hint(
          question.envelope(), phrases.of("guest.unknown", "names", Wording.names(phrases, names)));
      return;
    }
    Person person =
        found.people().stream().max(Comparator.comparingInt(Person::messages)).orElseThrow();
    try {
      String line =
          pipeline
              .replies()
              .offers(
                  VoiceReplies.Request.of(
                      person,
                      pipeline.settings().of(owner),
                      context(owner, person, question, found.rest()),
                      1,
                      1))
              .get(0);
      channel.answer(
          question,
          new Offer(
              Wording.name(person.name()), line, InlineAnswers.signed(line, person, phrases)));
    } catch (MissingModel | DamagedModel lost) {
      pipeline.repair().repairUnasked(owner, person);
    }
  }

  /** What is answered: the message that the question replies to, and what is said with it. */
  private List<Turn> context(OwnerId owner, Person person, Incoming.Guest question, String said) {
    List<Turn> context = new ArrayList<>();
    if (question.answered() != null) {
      context.addAll(pipeline.context().context(owner, person, question.answered().text()));
    }
    context.addAll(pipeline.context().context(owner, person, said));
    return context;
  }

  private void hint(Envelope envelope, String text) throws IOException {
    channel.send(envelope.address(), Reply.of(text));
  }
}
