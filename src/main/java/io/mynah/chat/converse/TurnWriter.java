package io.mynah.chat.converse;

import io.mynah.chat.feature.Services;
import io.mynah.chat.settings.OwnerSettings;
import io.mynah.chat.voice.TypingPauses;
import io.mynah.domain.Person;
import io.mynah.domain.Settings;
import io.mynah.lm.LanguageModel;
import io.mynah.lm.sampling.GenerationOptions;
import io.mynah.lm.sampling.MessageGenerator;
import io.mynah.models.DamagedModel;
import io.mynah.models.MissingModel;
import io.mynah.models.ModelLibrary;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Draws the messages of a turn from the model of the person whose turn it is. Thread-safe. */
final class TurnWriter {
  /** The most messages in a row, even if the person usually sends more. */
  private static final int LONGEST_BURST = 3;

  /** The shortest pause, even if the person is faster: readers need time. */
  private static final Duration LEAST_PAUSE = Duration.ofMillis(1_800);

  /** How often a message that repeats the conversation is drawn again. */
  private static final int ATTEMPTS = 5;

  private final ModelLibrary models;
  private final MessageGenerator messageGenerator;
  private final OwnerSettings settings;
  private final double topP;
  private final Supplier<RandomGenerator> random;

  TurnWriter(
      Services services, OwnerSettings settings, double topP, Supplier<RandomGenerator> random) {
    this.models = services.models();
    this.messageGenerator = services.generator();
    this.settings = settings;
    this.topP = topP;
    this.random = random;
  }

  /**
   * The messages of a turn.
   *
   * @param who 0 or 1
   * @param texts empty if everything that was drawn repeats the conversation
   * @param pauses the pause before each message
   */
  record Written(int who, List<String> texts, List<Duration> pauses) {}

  /** Draws the messages of the next turn. */
  Written write(ConverseSession session) throws MissingModel, DamagedModel {
    int who = session.history().next();
    ConversePair.Role role = session.history().pair().role(who);
    Person person = role.person();
    Settings ownerSettings = settings.of(role.owner());
    try (ModelLibrary.Lease lease = models.borrow(person)) {
      RandomGenerator generator = random.get();
      List<String> texts = texts(session, ownerSettings, lease.model(), person, generator);
      return new Written(who, texts, pauses(ownerSettings, lease.model(), texts, generator));
    }
  }

  private List<String> texts(
      ConverseSession session,
      Settings ownerSettings,
      LanguageModel model,
      Person person,
      RandomGenerator generator) {
    int most = ownerSettings.bursts() ? Math.min(LONGEST_BURST, session.left()) : 1;
    GenerationOptions options =
        new GenerationOptions(most, ownerSettings.temperature(), topP, ownerSettings.length());
    ConverseHistory history = session.history();
    var context = history.contextFor(history.next());
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      List<String> fresh =
          history.unrepeated(
              ownerSettings.bursts()
                  ? messageGenerator.burst(model, person.key(), context, options, generator)
                  : messageGenerator.speak(model, person.key(), context, options, generator));
      if (!fresh.isEmpty()) {
        return fresh;
      }
    }
    return List.of();
  }

  private static List<Duration> pauses(
      Settings ownerSettings, LanguageModel model, List<String> texts, RandomGenerator generator) {
    List<Duration> pauses =
        ownerSettings.delays()
            ? new TypingPauses(model.habits(), generator).pauses(texts, true)
            : texts.stream().map(text -> LEAST_PAUSE).toList();
    return pauses.stream()
        .map(pause -> pause.compareTo(LEAST_PAUSE) < 0 ? LEAST_PAUSE : pause)
        .toList();
  }
}
