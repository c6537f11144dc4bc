package io.mynah.chat.speech;

import io.mynah.chat.Envelope;
import io.mynah.chat.feature.PressHandler;
import io.mynah.chat.feedback.SpokenMessage;
import io.mynah.chat.feedback.SpokenMessageCache;
import io.mynah.chat.roster.Roster;
import io.mynah.chat.voice.SpeakArguments;
import io.mynah.domain.Person;
import io.mynah.domain.Settings;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Handles the buttons that ask for another reply with the same, a lower or a higher temperature.
 * After a restart the context of the message is no longer known; then the new reply has none.
 * Thread-safe.
 */
final class SpeechButtons {
  private static final double HUNDRED = 100;

  private final Roster roster;
  private final SpokenMessageCache spokenTexts;
  private final SpeechSender speechSender;
  private final ChatResponder chatResponder;

  SpeechButtons(
      Roster roster,
      SpokenMessageCache spokenTexts,
      SpeechSender speechSender,
      ChatResponder chatResponder) {
    this.roster = roster;
    this.spokenTexts = spokenTexts;
    this.speechSender = speechSender;
    this.chatResponder = chatResponder;
  }

  /** Handles a button with a person, a number of messages, and a temperature in hundredths. */
  boolean at(PressHandler.Pressed pressed) throws IOException {
    double temperature = pressed.id(2) / HUNDRED;
    return isTemperature(temperature) && again(pressed, pressed.id(1), temperature);
  }

  private static boolean isTemperature(double temperature) {
    return temperature >= Settings.MIN_TEMPERATURE && temperature <= Settings.MAX_TEMPERATURE;
  }

  private boolean again(PressHandler.Pressed pressed, long count, double temperature)
      throws IOException {
    Optional<Person> person = roster.person(pressed.owner(), pressed.id(0));
    if (person.isEmpty() || count > SpeakArguments.MOST) {
      return false;
    }
    say(pressed, person.get(), said(pressed, person.get()), (int) count, temperature);
    return true;
  }

  /** Handles a button with a person and a temperature in hundredths, under a completed sentence. */
  boolean completeAt(PressHandler.Pressed pressed) throws IOException {
    Optional<Person> person = roster.person(pressed.owner(), pressed.id(0));
    Optional<SpokenMessage> said =
        person
            .flatMap(who -> said(pressed, who))
            .filter(spokenMessage -> !spokenMessage.beginning().isEmpty());
    double temperature = pressed.id(1) / HUNDRED;
    if (said.isEmpty() || !isTemperature(temperature)) {
      return false;
    }
    say(pressed, person.orElseThrow(), said, 1, temperature);
    return true;
  }

  private Optional<SpokenMessage> said(PressHandler.Pressed pressed, Person person) {
    return spokenTexts
        .find(pressed.owner(), pressed.message())
        .filter(spokenMessage -> spokenMessage.person().equals(person.id()));
  }

  private void say(
      PressHandler.Pressed pressed,
      Person person,
      Optional<SpokenMessage> said,
      int count,
      double temperature)
      throws IOException {
    Envelope envelope = pressed.envelope();
    speechSender.sayMore(
        new SpeechRequest(
            envelope,
            pressed.phrases(),
            person,
            said.map(SpokenMessage::context).orElse(List.of()),
            said.map(SpokenMessage::beginning).orElse(""),
            count,
            temperature,
            said.map(SpokenMessage::withEarlier).orElse(List.of()),
            chatResponder.listener(envelope.address(), person)));
  }
}
