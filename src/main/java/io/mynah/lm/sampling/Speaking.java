package io.mynah.lm.sampling;

import io.mynah.domain.Length;
import io.mynah.domain.PersonKey;
import io.mynah.lm.ContextReader;
import io.mynah.lm.LanguageModel;
import io.mynah.lm.State;
import io.mynah.lm.Turn;
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

  /** What the owner taught, secrets masked. */
  private final List<String> examples;

  private final Conversation conversation;
  private final MessageFilter filter;
  private final Said said;

  /** The person's short answers, the best first; null before they are searched. */
  private @Nullable List<String> shortAnswers;

  /** Draws answers; null before one is drawn. */
  private @Nullable RejectionSampler answerSampler;

  /** Draws what continues an answer; null before something does. */
  private @Nullable RejectionSampler continuationSampler;

  Speaking(
      LanguageModel learned,
      PersonKey person,
      List<Turn> context,
      GenerationOptions options,
      RandomGenerator random) {
    this.options = options;
    this.random = random;
    examples =
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
    return shortAnswer().orElseGet(() -> answerSampler().message(conversation.opening(), said));
  }

  /** Rules out that a message comes again, which is no part of the conversation. */
  void leaveOut(String message) {
    said.addAside(message);
  }

  /** The best one of the person's short answers that may be said. */
  private Optional<String> shortAnswer() {
    if (shortAnswers == null) {
      shortAnswers = search();
    }
    return shortAnswers.stream().filter(filter.of(said, "")).findFirst();
  }

  private List<String> search() {
    CandidateRule rule = options.rule().candidates();
    if (rule.answering() == null || options.length() == Length.LONG || !conversation.asks()) {
      return List.of();
    }
    Dislikes dislikes = new Dislikes(options.disliked());
    Predicate<String> usable = filter.of(said, "");
    AnswerSearch search =
        new AnswerSearch(
            model.tokenizer(),
            model.networks(),
            model.shortMessages().with(examples, model.tokenizer()),
            rule.answering(),
            rule.count(),
            options.rule().temperature(),
            random);
    return search.search(
        conversation,
        options.count(),
        text -> usable.test(text) && !dislikes.hasSame(text),
        dislikes::penalty);
  }

  private RejectionSampler answerSampler() {
    if (answerSampler == null) {
      boolean alone = conversation.isEmpty();
      State unanswered = alone ? null : conversation.unanswered();
      answerSampler = new RejectionSampler(model, options, random, filter, unanswered, alone);
    }
    return answerSampler;
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
    if (continuationSampler == null) {
      continuationSampler = new RejectionSampler(model, options, random, filter, null, false);
    }
    return continuationSampler.message(Conversation.opening(reader), said);
  }

  /** A message with a given beginning. */
  String completion(String prefix) {
    PrefixConstraint start = new PrefixConstraint(model, conversation.opening(), prefix);
    said.addAside(prefix);
    return answerSampler().completion(start, prefix, said);
  }

  /** Messages that are independent of each other, even alike. */
  List<String> independent() {
    return answerSampler().messages(conversation.opening(), options.count());
  }
}
