package io.mynah.lm.sampling;

import io.mynah.domain.PersonKey;
import io.mynah.lm.ContextReader;
import io.mynah.lm.ConversationEncoder;
import io.mynah.lm.LanguageModel;
import io.mynah.lm.State;
import io.mynah.lm.TokenModel;
import io.mynah.lm.Turn;
import io.mynah.text.ControlTokens;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The last messages of a conversation that a person goes on with, secrets masked. For one thread.
 */
final class Conversation {
  /** How many of the last messages before a burst are used. */
  private static final int RECENT = 12;

  private final ConversationEncoder encoder;
  private final List<Turn> recent;

  /** Where what is answered begins: the last messages of others, and what followed. */
  private final int answered;

  private final LanguageModel model;

  /** Readers of all that was said before what is answered, the same for a whole burst. */
  private final Map<TokenModel, ContextReader> before;

  /** Null before it is needed. */
  private @Nullable Read read;

  /**
   * What the model has read.
   *
   * @param all of it
   * @param unanswered the state without what is answered
   */
  private record Read(ContextReader all, State unanswered) {}

  /**
   * @param context oldest message first; read when needed
   */
  Conversation(LanguageModel model, PersonKey person, List<Turn> context) {
    this(
        model,
        new ConversationEncoder(model.tokenizer(), person),
        context.subList(Math.max(0, context.size() - RECENT), context.size()).stream()
            .map(Turn::masked)
            .toList(),
        new HashMap<>());
  }

  private Conversation(
      LanguageModel model,
      ConversationEncoder encoder,
      List<Turn> recent,
      Map<TokenModel, ContextReader> before) {
    this.before = before;
    this.model = model;
    this.encoder = encoder;
    this.recent = recent;
    answered = answered();
  }

  /** The same conversation after one more message of the person. */
  Conversation after(Turn own) {
    Turn masked = own.masked();
    Conversation after =
        new Conversation(
            model, encoder, Stream.concat(recent.stream(), Stream.of(masked)).toList(), before);
    if (read != null) {
      ContextReader all = read.all().copy();
      all.add(masked);
      after.read = new Read(all, read.unanswered());
    }
    return after;
  }

  private int answered() {
    int first = recent.size();
    while (first > 0 && encoder.isOwn(recent.get(first - 1))) {
      first--;
    }
    while (first > 0 && !encoder.isOwn(recent.get(first - 1))) {
      first--;
    }
    return first;
  }

  boolean isEmpty() {
    return recent.isEmpty();
  }

  /** Whether the last message is somebody else's. */
  boolean asks() {
    return !isEmpty() && !encoder.isOwn(recent.get(recent.size() - 1));
  }

  /** Everybody's texts. */
  List<String> texts() {
    return recent.stream().map(turn -> turn.text().strip()).toList();
  }

  /** The person's own texts. */
  List<String> ownTexts() {
    return recent.stream().filter(encoder::isOwn).map(turn -> turn.text().strip()).toList();
  }

  private Read read() {
    if (read == null) {
      ContextReader reader = before(model);
      State unanswered = opening(reader.copy());
      addAnswered(reader);
      read = new Read(reader, unanswered);
    }
    return read;
  }

  /** The state after all of it and the token that opens the person's next message. */
  State opening() {
    return opening(read().all());
  }

  /** The same without what is answered. */
  State unanswered() {
    return read().unanswered();
  }

  /** A reader of a model, of all that was said before what is answered. */
  ContextReader before(TokenModel reading) {
    return before.computeIfAbsent(reading, this::readBefore).copy();
  }

  private ContextReader readBefore(TokenModel reading) {
    ContextReader reader = nothing(reading);
    recent.subList(0, answered).forEach(reader::add);
    return reader;
  }

  /** A reader of a model, of nothing. */
  ContextReader nothing(TokenModel reading) {
    return new ContextReader(reading, encoder);
  }

  /** Adds what is answered to what a reader has read. */
  void addAnswered(ContextReader reader) {
    recent.subList(answered, recent.size()).forEach(reader::add);
  }

  /** The state after the token that opens the person's next message. */
  static State opening(ContextReader reader) {
    State opening = reader.beforeOwn().copy();
    opening.advance(ControlTokens.OWN);
    return opening;
  }
}
