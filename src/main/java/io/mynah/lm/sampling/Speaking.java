package io.mynah.lm.sampling;

import io.mynah.domain.Length;
import io.mynah.domain.PersonKey;
import io.mynah.lm.LanguageModel;
import io.mynah.lm.ShortMessages;
import io.mynah.lm.ShortMessages.Role;
import io.mynah.lm.State;
import io.mynah.lm.Turn;
import io.mynah.lm.VoiceParameters.Retrieval;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One request for messages that continue a conversation. For one thread. */
final class Speaking {
  private final LanguageModel model;
  private final PersonKey person;
  private final GenerationOptions options;
  private final RandomGenerator random;

  /** What the owner taught, secrets masked. */
  private final List<String> examples;

  private final MessageFilter filter;
  private final Said said;

  /** The person's short messages, and what the owner taught. */
  private final ShortMessages shortMessages;

  private Conversation conversation;

  /** The person's short answers, the best first; null before they are searched. */
  private @Nullable List<String> shortAnswers;

  /** Draws answers; null before one is drawn. */
  private @Nullable RejectionSampler answerSampler;

  /** Draws what continues a message; null before something does. */
  private @Nullable RejectionSampler continuationSampler;

  Speaking(
      LanguageModel learned,
      PersonKey person,
      List<Turn> context,
      GenerationOptions options,
      RandomGenerator random) {
    this.person = person;
    this.options = options;
    this.random = random;
    examples = options.examples().stream().map(text -> own(text.strip()).masked().text()).toList();
    model = learned.speaking(examples);
    conversation = new Conversation(model, person, context);
    shortMessages = model.shortMessages().with(examples, model.tokenizer());
    filter = new MessageFilter(model, shortMessages, examples, options.speaker());
    said = new Said(conversation.texts(), conversation.ownTexts());
    options.earlier().forEach(said::addAside);
  }

  private Turn own(String text) {
    return new Turn(person, Instant.EPOCH, text);
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
      Retrieval rule = options.rule().candidates().shortAnswer();
      shortAnswers = conversation.asks() ? search(Role.ANSWER, rule, options.count()) : List.of();
    }
    return shortAnswers.stream().filter(filter.of(said, "")).findFirst();
  }

  /**
   * The person's short messages that may be said, the best first; none where messages are drawn.
   *
   * @param role of the message that is searched
   * @param rule by which one is chosen; null where messages are drawn
   * @param wanted how many are needed
   */
  private List<String> search(Role role, @Nullable Retrieval rule, int wanted) {
    if (rule == null || options.length() == Length.LONG) {
      return List.of();
    }
    Dislikes dislikes = new Dislikes(options.disliked());
    Predicate<String> usable = filter.of(said, "");
    ShortMessageSearch search =
        new ShortMessageSearch(
            model.tokenizer(),
            model.networks(),
            model.openings(),
            shortMessages,
            role,
            rule,
            options.rule().candidates().count(),
            options.rule().temperature(),
            random);
    return search.search(
        conversation,
        wanted,
        text -> usable.test(text) && !dislikes.hasSame(text) && mayFit(text),
        dislikes::penalty);
  }

  /** Whether a text has no digit, or was taught: numbers seldom fit, and networks like them. */
  private boolean mayFit(String text) {
    return text.codePoints().noneMatch(Character::isDigit) || examples.contains(text);
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
    conversation = conversation.after(own(last));
    Retrieval rule = options.rule().candidates().shortContinuation();
    return search(Role.CONTINUATION, rule, 1).stream().findFirst().orElseGet(this::continuation);
  }

  private String continuation() {
    if (continuationSampler == null) {
      continuationSampler = new RejectionSampler(model, options, random, filter, null, false);
    }
    return continuationSampler.message(conversation.opening(), said);
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
