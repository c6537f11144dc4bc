package io.mynah.chat.voice;

import io.mynah.chat.buttons.Action;
import io.mynah.domain.Person;
import io.mynah.domain.Settings;
import io.mynah.lm.LanguageModel;
import io.mynah.lm.Turn;
import io.mynah.lm.sampling.GenerationOptions;
import io.mynah.lm.sampling.MessageGenerator;
import io.mynah.lm.sampling.SamplingRule;
import io.mynah.models.DamagedModel;
import io.mynah.models.MissingModel;
import io.mynah.models.ModelLibrary;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * Draws what a person's model says, for all commands: the messages, and the pause before each.
 * Thread-safe.
 */
public final class VoiceReplies {
  /** How often the second of two replies is drawn at most, if it is like the first. */
  private static final int COMPARING_ATTEMPTS = 4;

  private final ModelLibrary models;
  private final MessageGenerator generator;
  private final TaughtAnswers taught;
  private final VoiceExamples examples;
  private final SamplingRule rule;
  private final SharedDrawing sharing;
  private final Supplier<RandomGenerator> random;
  private final Consumer<Duration> times;

  /**
   * @param rule how messages are drawn where the temperature setting is 1
   * @param sharing among all that draw
   * @param random gives the randomness of one reply, on the thread that draws it
   * @param times is told how long each reply took to make, its model loaded; must not throw
   */
  public VoiceReplies(
      ModelLibrary models,
      MessageGenerator generator,
      TaughtAnswers taught,
      VoiceExamples examples,
      SamplingRule rule,
      SharedDrawing sharing,
      Supplier<RandomGenerator> random,
      Consumer<Duration> times) {
    this.models = models;
    this.generator = generator;
    this.taught = taught;
    this.examples = examples;
    this.rule = rule;
    this.sharing = sharing;
    this.random = random;
    this.times = times;
  }

  /**
   * What is asked of a model.
   *
   * @param settings of the person's owner
   * @param context what was said before, oldest first
   * @param count of messages, or {@link Action#AS_THEY_DO} for as many as the person usually sends
   * @param longestBurst the most messages in a row where the person decides how many
   * @param temperature below 1 calmer, above 1 wilder than usual
   * @param earlier what was said in its place before, and does not come again unless it was taught
   */
  public record Request(
      Person person,
      Settings settings,
      List<Turn> context,
      int count,
      int longestBurst,
      double temperature,
      List<String> earlier) {
    public Request {
      context = List.copyOf(context);
      earlier = List.copyOf(earlier);
    }

    /** A request at the temperature that the owner set. */
    public static Request of(
        Person person, Settings settings, List<Turn> context, int count, int longestBurst) {
      return new Request(
          person, settings, context, count, longestBurst, settings.temperature(), List.of());
    }

    private boolean isBurst() {
      return count == Action.AS_THEY_DO && settings.bursts();
    }

    private boolean hasPauses() {
      return count == Action.AS_THEY_DO && settings.delays();
    }

    private boolean isAnswer() {
      return !context.isEmpty() && !context.get(context.size() - 1).speaker().equals(person.key());
    }

    private GenerationOptions options(
        SamplingRule rule, List<String> examples, List<String> disliked) {
      int most = isBurst() ? longestBurst : Math.max(1, count);
      return new GenerationOptions(
          most,
          rule.at(temperature),
          settings.length(),
          person.name(),
          examples,
          disliked,
          earlier);
    }
  }

  /**
   * The messages of a reply.
   *
   * @param pauses before each message, as long as there are messages
   */
  public record Written(List<String> messages, List<Duration> pauses) {
    public Written {
      messages = List.copyOf(messages);
      pauses = List.copyOf(pauses);
    }
  }

  /**
   * Draws a reply; an answer that the owner taught may take its place.
   *
   * @throws MissingModel when there is no model
   * @throws DamagedModel when its file is damaged
   */
  public Written reply(Request request) throws MissingModel, DamagedModel {
    return made(
        request,
        (model, draws) -> {
          List<String> messages =
              request.isBurst()
                  ? taught
                      .instead(request.person(), request.context(), draws)
                      .map(List::of)
                      .orElseGet(() -> drawn(request, model, draws))
                  : taught.among(
                      drawn(request, model, draws), request.person(), request.context(), draws);
          return written(request, model, messages, draws);
        });
  }

  /**
   * Draws messages to choose from, each an answer.
   *
   * @return as many as are asked for
   * @throws MissingModel when there is no model
   * @throws DamagedModel when its file is damaged
   */
  public List<String> offers(Request request) throws MissingModel, DamagedModel {
    return made(
        request,
        (model, draws) ->
            taught.amongOffered(
                drawn(request, model, draws), request.person(), request.context(), draws));
  }

  /**
   * Draws one message that begins as is asked.
   *
   * @throws MissingModel when there is no model
   * @throws DamagedModel when its file is damaged
   */
  public Written complete(Request request, String beginning) throws MissingModel, DamagedModel {
    return made(
        request,
        (model, draws) -> {
          String message =
              generator.complete(
                  model,
                  request.person().key(),
                  request.context(),
                  beginning,
                  options(request),
                  draws);
          return written(request, model, List.of(message), draws);
        });
  }

  /**
   * Draws a turn of a conversation again and again until something of it is kept. Answers that the
   * owner taught are left out.
   *
   * @param kept gives those of some messages that are kept
   * @param attempts how often it is drawn at most
   * @return nothing if nothing was ever kept
   * @throws MissingModel when there is no model
   * @throws DamagedModel when its file is damaged
   */
  public Written turn(Request request, UnaryOperator<List<String>> kept, int attempts)
      throws MissingModel, DamagedModel {
    return made(
        request,
        (model, draws) -> {
          List<String> messages = List.of();
          for (int attempt = 0; attempt < attempts && messages.isEmpty(); attempt++) {
            messages = kept.apply(drawn(request, model, draws));
          }
          return written(request, model, messages, draws);
        });
  }

  /**
   * What two versions of a voice answered.
   *
   * @param inUse by the version in use
   * @param otherFirst whether the other one is to be shown first: at random
   */
  public record Compared(List<String> inUse, List<String> other, boolean otherFirst) {
    public Compared {
      inUse = List.copyOf(inUse);
      other = List.copyOf(other);
    }
  }

  /**
   * Draws a reply by the version in use and one by another version, if possible with different
   * words. Answers that the owner taught are left out.
   *
   * @throws MissingModel when there is no model, or no such version
   * @throws DamagedModel when a file is damaged
   */
  public Compared compared(Request request, long version) throws MissingModel, DamagedModel {
    try (ModelLibrary.Lease other = models.borrowVersion(request.person(), version)) {
      return made(
          request,
          (model, draws) -> {
            boolean otherFirst = draws.nextBoolean();
            List<String> inUse = drawn(request, model, draws);
            List<String> second = drawn(request, other.model(), draws);
            for (int i = 1; i < COMPARING_ATTEMPTS && second.equals(inUse); i++) {
              second = drawn(request, other.model(), draws);
            }
            return new Compared(inUse, second, otherFirst);
          });
    }
  }

  /** Makes something of a model. */
  private interface Making<T> {
    T with(LanguageModel model, RandomGenerator draws);
  }

  private <T> T made(Request request, Making<T> making) throws MissingModel, DamagedModel {
    long begun = System.nanoTime();
    RandomGenerator draws = random.get();
    T made;
    sharing.begin();
    try (ModelLibrary.Lease lease = models.borrow(request.person())) {
      made = making.with(lease.model(), draws);
    } finally {
      sharing.end();
    }
    times.accept(Duration.ofNanos(System.nanoTime() - begun));
    return made;
  }

  private GenerationOptions options(Request request) {
    return request.options(
        sharing.share(rule), examples.of(request.person()), examples.dislikedOf(request.person()));
  }

  private List<String> drawn(Request request, LanguageModel model, RandomGenerator draws) {
    GenerationOptions options = options(request);
    return request.isBurst()
        ? generator.burst(model, request.person().key(), request.context(), options, draws)
        : generator.speak(model, request.person().key(), request.context(), options, draws);
  }

  private static Written written(
      Request request, LanguageModel model, List<String> messages, RandomGenerator draws) {
    List<Duration> pauses =
        request.hasPauses()
            ? new TypingPauses(model.habits(), draws).pauses(messages, request.isAnswer())
            : messages.stream().map(message -> Duration.ZERO).toList();
    return new Written(messages, pauses);
  }
}
