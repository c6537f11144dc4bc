package io.mynah.chat.speech;

import io.mynah.chat.Envelope;
import io.mynah.chat.feature.PressHandler;
import io.mynah.chat.roster.Roster;
import io.mynah.chat.settings.OwnerSettings;
import io.mynah.chat.utterances.Utterance;
import io.mynah.chat.utterances.Utterances;
import io.mynah.chat.voice.SpeakRequest;
import io.mynah.domain.Person;
import io.mynah.domain.Settings;
import io.mynah.lm.Turn;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The buttons that ask for another reply, as wild as the one before or less or more so. After a
 * restart it is no longer known what was said before: then the reply is one to nothing.
 * Thread-safe.
 */
final class SpeechButtons {
  private static final double HUNDRED = 100;

  private final Roster roster;
  private final OwnerSettings settings;
  private final Utterances utterances;
  private final Speaking speaking;
  private final Talking talking;

  SpeechButtons(
      Roster roster,
      OwnerSettings settings,
      Utterances utterances,
      Speaking speaking,
      Talking talking) {
    this.roster = roster;
    this.settings = settings;
    this.utterances = utterances;
    this.speaking = speaking;
    this.talking = talking;
  }

  /** A person and a number of messages: the button of earlier versions. */
  boolean again(PressHandler.Pressed pressed) throws IOException {
    double temperature = settings.of(pressed.owner()).temperature();
    return again(pressed, pressed.id(1), temperature);
  }

  /** A person, a number of messages, and a temperature in hundredths. */
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
    if (person.isEmpty() || count > SpeakRequest.MOST) {
      return false;
    }
    List<Turn> context = said(pressed, person.get()).map(Utterance::context).orElse(List.of());
    say(pressed, person.get(), context, "", (int) count, temperature);
    return true;
  }

  /** A person and a temperature in hundredths, under a sentence that was completed. */
  boolean completeAt(PressHandler.Pressed pressed) throws IOException {
    Optional<Person> person = roster.person(pressed.owner(), pressed.id(0));
    Optional<Utterance> said =
        person
            .flatMap(who -> said(pressed, who))
            .filter(utterance -> !utterance.beginning().isEmpty());
    double temperature = pressed.id(1) / HUNDRED;
    if (said.isEmpty() || !isTemperature(temperature)) {
      return false;
    }
    Utterance before = said.get();
    say(pressed, person.orElseThrow(), before.context(), before.beginning(), 1, temperature);
    return true;
  }

  private Optional<Utterance> said(PressHandler.Pressed pressed, Person person) {
    return utterances
        .find(pressed.owner(), pressed.message())
        .filter(utterance -> utterance.person().equals(person.id()));
  }

  private void say(
      PressHandler.Pressed pressed,
      Person person,
      List<Turn> context,
      String beginning,
      int count,
      double temperature)
      throws IOException {
    Envelope envelope = pressed.envelope();
    speaking.sayMore(
        new Speech(
            envelope,
            pressed.phrases(),
            person,
            context,
            beginning,
            count,
            temperature,
            talking.ear(envelope.address(), person)));
  }
}
