package io.mynah.lm.sampling;

import io.mynah.domain.PersonKey;
import io.mynah.lm.ContextReader;
import io.mynah.lm.LanguageModel;
import io.mynah.lm.State;
import io.mynah.lm.Turn;
import io.mynah.lm.VoiceParameters.Answering;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One request for messages that continue a conversation. For one thread. */
final class Speaking {
  private final LanguageModel model;
  private final GenerationOptions options;
  private final RandomGenerator random;
  private final Conversation conversation;
  private final MessageFilter filter;

  /** What was said, and is not said again. */
  final Said said;

  /** The person's short answers, the best first; null before they are searched. */
  private @Nullable List<String> answers;

  /** Draws answers; null before one is drawn. */
  private @Nullable Attempt answering;

  /** Draws what continues an answer; null before something does. */
  private @Nullable Attempt continuing;

  Speaking(
      LanguageModel learned,
      PersonKey person,
      List<Turn> context,
      GenerationOptions options,
      RandomGenerator random) {
    this.options = options;
    this.random = random;
    List<String> examples =
        options.examples().stream()
            .map(text -> new Turn(person, Instant.EPOCH, text).masked().text())
            .toList();
    model = learned.speaking(examples);
    conversation = new Conversation(model, person, context);
    filter = new MessageFilter(model, options.speaker());
    said = new Said(conversation.texts(), conversation.ownTexts());
  }

  /** A message that answers what was said last, if anything was. */
  String answer() {
    return shortAnswer().orElseGet(() -> answering().message(conversation.opening(), said));
  }

  /** The best one of the person's short answers that may be said. */
  private Optional<String> shortAnswer() {
    if (answers == null) {
      answers = search();
    }
    Predicate<String> usable = filter.of(said, "");
    Dislikes dislikes = new Dislikes(options.disliked());
    return answers.stream()
        .filter(text -> usable.test(text) && !dislikes.hasSame(text))
        .findFirst();
  }

  private List<String> search() {
    SamplingRule rule = options.rule();
    Answering parameters = rule.candidates().answering();
    return parameters == null || !conversation.asks()
        ? List.of()
        : new AnswerSearch(model, parameters, rule.temperature(), random).search(conversation);
  }

  private Attempt answering() {
    if (answering == null) {
      boolean alone = conversation.isEmpty();
      State unanswered = alone ? null : conversation.unanswered();
      answering = new Attempt(model, options, random, filter, unanswered, alone);
    }
    return answering;
  }

  /**
   * A message after one of the person's own.
   *
   * @param last the one before, which becomes a part of the conversation
   */
  String next(String last) {
    said.addOwn(last);
    ContextReader reader = conversation.reader();
    reader.addOwn(last);
    if (continuing == null) {
      continuing = new Attempt(model, options, random, filter, null, false);
    }
    return continuing.message(Conversation.opening(reader), said);
  }

  /** A message with a given beginning. */
  String completion(String prefix) {
    PrefixConstraint start = new PrefixConstraint(model, conversation.opening(), prefix);
    said.addAside(prefix);
    return answering().completion(start, prefix, said);
  }

  /** Messages that are independent of each other, even alike. */
  List<String> independent() {
    return answering().messages(conversation.opening(), options.count());
  }
}
