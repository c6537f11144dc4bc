package io.mynah.chat.voice;

import io.mynah.chat.buttons.Action;
import io.mynah.chat.feature.Services;
import io.mynah.chat.settings.OwnerSettings;
import io.mynah.chat.words.Wording;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.domain.Settings;
import io.mynah.lm.LanguageModel;
import io.mynah.lm.Turn;
import io.mynah.lm.sampling.GenerationOptions;
import io.mynah.lm.sampling.MessageGenerator;
import io.mynah.models.DamagedModel;
import io.mynah.models.MissingModel;
import io.mynah.models.ModelLibrary;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * Makes models write messages that others than their owner read: in groups and in inline answers.
 * The owner's settings apply. Thread-safe.
 */
public final class SharedReplies {
  /** Marks a message as made up where it could be taken for a real one. */
  public static final String MARK = "🦜";

  /** An invisible character that separates an @ from the name after it. */
  private static final String WORD_JOINER = "\u2060";

  private static final Pattern MENTION =
      Pattern.compile("(?<![\\p{L}\\p{N}_])@(?=[\\p{L}\\p{N}_])");

  private final ModelLibrary models;
  private final MessageGenerator messageGenerator;
  private final TaughtAnswers taught;
  private final SpokenContext spokenContext;
  private final OwnerSettings settings;
  private final double topP;
  private final Supplier<RandomGenerator> random;

  public SharedReplies(
      Services services,
      TaughtAnswers taught,
      SpokenContext spokenContext,
      OwnerSettings settings,
      double topP,
      Supplier<RandomGenerator> random) {
    this.models = services.models();
    this.messageGenerator = services.generator();
    this.taught = taught;
    this.spokenContext = spokenContext;
    this.settings = settings;
    this.topP = topP;
    this.random = random;
  }

  /**
   * A request for messages to be shared.
   *
   * @param owner whose person it is
   * @param asker who speaks to the person
   * @param before what the person said before that; may be empty
   * @param said what the asker says; may be empty
   */
  public record Prompt(Person person, OwnerId owner, OwnerId asker, String before, String said) {}

  /**
   * The messages of a reply.
   *
   * @param pauses the pause before each message
   */
  public record Written(List<String> messages, List<Duration> pauses) {}

  /**
   * Writes alternative answers to choose from.
   *
   * @return exactly {@code count} messages
   * @throws MissingModel when there is no model
   * @throws DamagedModel when its file is damaged
   */
  public List<String> offers(Prompt prompt, int count) throws MissingModel, DamagedModel {
    List<Turn> context = context(prompt);
    RandomGenerator generator = random.get();
    try (ModelLibrary.Lease lease = models.borrow(prompt.person())) {
      List<String> drawn = drawn(prompt, context, count, lease.model(), generator);
      return taught.amongOffered(drawn, prompt.person(), context, generator);
    }
  }

  private List<String> answers(
      Prompt prompt, int count, LanguageModel model, RandomGenerator generator) {
    List<Turn> context = context(prompt);
    List<String> drawn = drawn(prompt, context, count, model, generator);
    return taught.among(drawn, prompt.person(), context, generator);
  }

  private List<String> drawn(
      Prompt prompt,
      List<Turn> context,
      int count,
      LanguageModel model,
      RandomGenerator generator) {
    GenerationOptions options = options(settings.of(prompt.owner()), count);
    return messageGenerator.speak(model, prompt.person().key(), context, options, generator);
  }

  /**
   * Writes a reply.
   *
   * @param count of messages, or {@link Action#AS_THEY_DO} for as many as the person usually sends
   * @param most messages in the reply
   * @throws MissingModel when there is no model
   * @throws DamagedModel when its file is damaged
   */
  public Written reply(Prompt prompt, int count, int most) throws MissingModel, DamagedModel {
    Settings ownerSettings = settings.of(prompt.owner());
    boolean asTheyDo = count == Action.AS_THEY_DO;
    RandomGenerator generator = random.get();
    try (ModelLibrary.Lease lease = models.borrow(prompt.person())) {
      LanguageModel model = lease.model();
      List<String> messages =
          asTheyDo && ownerSettings.bursts()
              ? burst(prompt, options(ownerSettings, most), model, generator)
              : answers(prompt, Math.max(1, Math.min(most, count)), model, generator);
      List<Duration> pauses =
          asTheyDo && ownerSettings.delays()
              ? new TypingPauses(model.habits(), generator)
                  .pauses(messages, !prompt.said().isEmpty())
              : messages.stream().map(message -> Duration.ZERO).toList();
      return new Written(messages, pauses);
    }
  }

  private List<String> burst(
      Prompt prompt, GenerationOptions options, LanguageModel model, RandomGenerator generator) {
    List<Turn> context = context(prompt);
    Person person = prompt.person();
    return taught
        .instead(person, context, generator)
        .map(List::of)
        .orElseGet(() -> messageGenerator.burst(model, person.key(), context, options, generator));
  }

  private GenerationOptions options(Settings ownerSettings, int count) {
    return new GenerationOptions(count, ownerSettings.temperature(), topP, ownerSettings.length());
  }

  private List<Turn> context(Prompt prompt) {
    List<Turn> context = new ArrayList<>();
    if (!prompt.before().isBlank()) {
      context.add(spokenContext.personTurn(prompt.person(), prompt.before()));
    }
    context.addAll(
        spokenContext.context(prompt.owner(), prompt.asker(), prompt.person(), prompt.said()));
    return context;
  }

  /** Adds the mark of a made-up message, and disables @names. */
  public static String marked(String message) {
    return withMentionsDisabled(message) + " " + MARK;
  }

  /** Disables @names in a message, so that they look the same but notify nobody. */
  public static String withMentionsDisabled(String message) {
    return MENTION.matcher(message).replaceAll("@" + WORD_JOINER);
  }

  /**
   * Removes the person's name from the beginning of a message, where it stands when two models
   * talk.
   */
  public static String withoutName(String message, Person person) {
    String name = Wording.name(person.name());
    int end = message.indexOf(": ");
    return message.startsWith(name) && end >= name.length() ? message.substring(end + 2) : message;
  }

  /** Removes the mark of a made-up message. */
  public static String unmarked(String message) {
    String text = message.replace("@" + WORD_JOINER, "@").strip();
    return text.endsWith(MARK) ? text.substring(0, text.length() - MARK.length()).strip() : text;
  }
}
