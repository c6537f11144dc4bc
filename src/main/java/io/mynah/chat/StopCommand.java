package io.mynah.chat;

import io.mynah.domain.Person;
import java.io.IOException;
import java.util.Optional;

/** {@code /stop}: ends a talk, a reply on its way, and the question what would be said instead. */
final class StopCommand implements Command {
  private final Channel channel;
  private final Talking talking;
  private final Delivery delivery;
  private final Rating rating;

  StopCommand(Channel channel, Talking talking, Delivery delivery, Rating rating) {
    this.channel = channel;
    this.talking = talking;
    this.delivery = delivery;
    this.rating = rating;
  }

  @Override
  public void run(Call call) throws IOException {
    boolean asked = rating.dropQuestion(call.envelope());
    Optional<Person> person = talking.end(call.owner(), call.envelope().address());
    boolean underWay = delivery.stop(call.envelope().address());
    String key = asked || underWay ? "stop.done" : "stop.nothing";
    channel.send(
        call.envelope().address(),
        Reply.of(
            person.map(who -> ended(call.phrases(), who)).orElseGet(() -> call.phrases().of(key))));
  }

  /** The button under the message with which a talk began. */
  boolean press(PressHandler.Pressed pressed) {
    Envelope envelope = pressed.envelope();
    Optional<Person> person =
        talking
            .with(envelope.sender(), envelope.address())
            .filter(who -> who.id().value() == pressed.id(0));
    if (person.isEmpty()) {
      return false;
    }
    Optional<Person> ended = talking.end(envelope.sender(), envelope.address());
    boolean unused = delivery.stop(envelope.address());
    ended.ifPresent(
        who -> channel.edit(pressed.message(), Reply.of(ended(pressed.phrases(), who))));
    return true;
  }

  private static String ended(Phrases phrases, Person person) {
    return phrases.of("talk.ended", "name", Wording.name(person.name()));
  }
}
