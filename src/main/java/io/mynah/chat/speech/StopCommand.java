package io.mynah.chat.speech;

import io.mynah.chat.Channel;
import io.mynah.chat.Envelope;
import io.mynah.chat.Reply;
import io.mynah.chat.feature.Command;
import io.mynah.chat.feature.PressHandler;
import io.mynah.chat.feedback.FeedbackFeature;
import io.mynah.chat.voice.Delivery;
import io.mynah.chat.words.Phrases;
import io.mynah.chat.words.Wording;
import io.mynah.domain.Address;
import io.mynah.domain.Person;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * {@code /stop}: ends a conversation of two models; if there is none, a chat, a reply that is being
 * sent, and questions that wait for text. Afterwards plain text is no longer for the person who
 * spoke last.
 */
final class StopCommand implements Command {
  private final Channel channel;
  private final ChatResponder chatResponder;
  private final AddresseeResolver addressees;
  private final PendingBeginnings beginnings;
  private final Delivery delivery;
  private final FeedbackFeature feedback;
  private final Predicate<Address> stopConversing;

  StopCommand(
      Channel channel,
      ChatResponder chatResponder,
      AddresseeResolver addressees,
      PendingBeginnings beginnings,
      Delivery delivery,
      FeedbackFeature feedback,
      Predicate<Address> stopConversing) {
    this.channel = channel;
    this.chatResponder = chatResponder;
    this.addressees = addressees;
    this.beginnings = beginnings;
    this.delivery = delivery;
    this.feedback = feedback;
    this.stopConversing = stopConversing;
  }

  @Override
  public void run(Call call) throws IOException {
    if (stopConversing.test(call.envelope().address())) {
      return;
    }
    boolean asked =
        feedback.dropQuestion(call.envelope(), call.phrases()) || beginnings.drop(call.envelope());
    Optional<Person> person = chatResponder.end(call.owner(), call.envelope().address());
    boolean underWay = delivery.stop(call.envelope().address());
    boolean meant = addressees.end(call.owner(), call.envelope().address());
    String key = asked || underWay || meant ? "stop.done" : "stop.nothing";
    channel.send(
        call.envelope().address(),
        Reply.of(
            person.map(who -> ended(call.phrases(), who)).orElseGet(() -> call.phrases().of(key))));
  }

  /** Handles the stop button under the message that began a chat. */
  boolean press(PressHandler.Pressed pressed) {
    Envelope envelope = pressed.envelope();
    Optional<Person> person =
        chatResponder
            .with(envelope.sender(), envelope.address())
            .filter(who -> who.id().value() == pressed.id(0));
    if (person.isEmpty()) {
      return false;
    }
    Optional<Person> ended = chatResponder.end(envelope.sender(), envelope.address());
    boolean unusedMeant = addressees.end(envelope.sender(), envelope.address());
    boolean unused = delivery.stop(envelope.address());
    ended.ifPresent(
        who -> channel.edit(pressed.message(), Reply.of(ended(pressed.phrases(), who))));
    return true;
  }

  private static String ended(Phrases phrases, Person person) {
    return phrases.of("talk.ended", "name", Wording.name(person.name()));
  }
}
