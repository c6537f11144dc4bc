package io.mynah.lm.sampling;

import static java.util.Objects.requireNonNull;

import io.mynah.domain.Length;
import io.mynah.lm.Habits;
import io.mynah.lm.LanguageModel;
import io.mynah.lm.State;
import io.mynah.lm.VoiceParameters.Drawing;
import io.mynah.lm.VoiceParameters.Preference;
import io.mynah.lm.WordBoundaries;
import io.mynah.lm.mixture.LogLinear;
import io.mynah.text.ControlTokens;
import io.mynah.text.Tokenizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Draws several messages in parallel, token by token. Each is valid UTF-8, not empty, of limited
 * length and not caught in a loop. Temperature and nucleus apply to the tokens that continue a
 * message. Whether it ends is drawn with the model's own probability, whose odds the preference
 * multiplies, so that the length of messages depends little on the temperature. For one thread.
 */
final class MessageSampler {
  /** Tokens of the longest message. */
  private static final int LONGEST = 300;

  /**
   * From this length on, in tokens, the end becomes likelier, so that few messages reach the cap.
   */
  private static final int LONG = 200;

  private static final double END_WHEN_LONG = 4;
  private static final double END_FOR_SHORT = 2.5;
  private static final double END_FOR_LONG = 0.4;

  /** How often a word that nobody ever wrote is drawn again. */
  private static final int MOST_REDRAWS = 3;

  private static final byte UNKNOWN = 0;
  private static final byte YES = 1;
  private static final byte NO = 2;

  private final LanguageModel model;
  private final Tokenizer tokenizer;
  private final RandomGenerator random;
  private final TokenMask mask;
  private final CharacterConstraint characters;
  private final TokenSampler nucleus;
  private final int candidates;
  private final Drawing drawing;
  private final MessageRanking ranking;
  private final double endFactor;
  private final double endOdds;
  private final EmojiTokens emoji;
  private final LoopDetector loops;
  private final Length length;

  private final float[] choices;

  /** What the nucleus was made of, if it is that of messages without tokens; null otherwise. */
  private float @Nullable [] opening;

  /** Whether emoji were in that nucleus. */
  private boolean openingWithEmoji;

  /** Whether each token can be the first of a message, as far as that was asked. */
  private final byte[] openers;

  /**
   * @param preference by which candidates will be chosen
   * @param ranking scores unfinished candidates
   */
  MessageSampler(
      LanguageModel model,
      EmojiTokens emoji,
      GenerationOptions options,
      Preference preference,
      MessageRanking ranking,
      RandomGenerator random) {
    this.model = model;
    this.emoji = emoji;
    loops = new LoopDetector(model);
    length = options.length();
    this.random = random;
    tokenizer = model.tokenizer();
    mask = new TokenMask(tokenizer);
    characters = new CharacterConstraint(model, mask);
    SamplingRule rule = options.rule();
    endOdds = preference.endOdds();
    nucleus = new TokenSampler(rule.temperature() * preference.temperature(), rule.topP());
    candidates = rule.candidates().count();
    drawing = preference.drawing();
    this.ranking = ranking;
    choices = new float[tokenizer.size()];
    openers = new byte[tokenizer.size()];
    endFactor =
        model.endFactor()
            * switch (length) {
              case SHORT -> END_FOR_SHORT;
              case NATURAL -> 1;
              case LONG -> END_FOR_LONG;
            };
  }

  /**
   * Draws the candidates of several messages, all independently of each other.
   *
   * @param opening the state after the token that opens the message; not changed
   * @param messages how many groups of candidates are drawn, at least 1
   */
  List<CandidateGroup> sample(State opening, int messages) {
    List<CandidateGroup> groups = Stream.generate(() -> begin(opening)).limit(messages).toList();
    draw(groups);
    return groups;
  }

  /** Begins the candidates of a message of the person's form. */
  private CandidateGroup begin(State opening) {
    EmojiUse use = EmojiUse.draw(model.habits().emoji(), random);
    List<PartialMessage> drafts =
        candidates(
            () -> new PartialMessage(tokenizer, mask, characters, opening, LONGEST), drawing);
    if (use == EmojiUse.NONE) {
      drafts.forEach(PartialMessage::forbidEmoji);
    }
    OptionalInt length = length();
    length.ifPresent(tokens -> drafts.forEach(draft -> draft.want(tokens)));
    return new CandidateGroup(drafts, use, length, candidates, drawing, ranking::scoreSoFar);
  }

  /**
   * Draws the candidates of a message with a given beginning, independently of each other. Its form
   * is that of the first one, since the beginning may rule others out.
   */
  CandidateGroup complete(PrefixConstraint beginning) {
    // Those with the same beginning are not told apart by their first tokens.
    Drawing whole = new Drawing(1, List.of(), drawing.compared(), drawing.shortest(), 0);
    List<PartialMessage> drafts = candidates(() -> beginning.draw(nucleus, random, LONGEST), whole);
    CandidateGroup group =
        new CandidateGroup(
            drafts, EmojiUse.AS_DRAWN, OptionalInt.empty(), candidates, whole, ranking::scoreSoFar);
    draw(List.of(group));
    return group;
  }

  private List<PartialMessage> candidates(Supplier<PartialMessage> begun, Drawing how) {
    return Stream.generate(begun).limit((long) candidates * how.begun()).toList();
  }

  /** Draws the messages of some groups side by side until all have ended. */
  private void draw(List<CandidateGroup> groups) {
    List<PartialMessage> open = open(groups);
    while (!open.isEmpty()) {
      Map<State, Map<Integer, List<PartialMessage>>> continued = step(open);
      groups.forEach(CandidateGroup::prune);
      advance(continued);
      open = open(groups);
    }
  }

  /** The length of a message, which the setting decides together with the person's habits. */
  private OptionalInt length() {
    Habits habits = model.habits();
    OptionalInt one = habits.drawLength(random);
    OptionalInt other = habits.drawLength(random);
    if (one.isEmpty() || other.isEmpty()) {
      return OptionalInt.empty();
    }
    return switch (length) {
      case SHORT -> OptionalInt.of(Math.min(one.getAsInt(), other.getAsInt()));
      case NATURAL -> one;
      case LONG -> OptionalInt.of(Math.max(one.getAsInt(), other.getAsInt()));
    };
  }

  private static List<PartialMessage> open(List<CandidateGroup> groups) {
    return groups.stream().flatMap(group -> group.open().stream()).toList();
  }

  /**
   * Draws one token for each message. Messages with the same beginning share a state.
   *
   * @return by state and token, the messages that go on
   */
  private Map<State, Map<Integer, List<PartialMessage>>> step(List<PartialMessage> open) {
    Map<State, Integer> indexes = new HashMap<>();
    List<State> states = open.stream().map(PartialMessage::state).distinct().toList();
    states.forEach(state -> indexes.put(state, indexes.size()));
    float[][] logs = new float[states.size()][tokenizer.size()];
    model.logProbabilities(states, logs);
    Map<State, Map<Integer, List<PartialMessage>>> continued = new LinkedHashMap<>();
    for (PartialMessage partial : open) {
      State before = partial.state();
      int token = next(partial, logs[requireNonNull(indexes.get(before))]);
      if (token >= 0) {
        continued
            .computeIfAbsent(before, state -> new LinkedHashMap<>())
            .computeIfAbsent(token, each -> new ArrayList<>())
            .add(partial);
      }
    }
    return continued;
  }

  /**
   * Moves on each state by the tokens that messages drew after it, once for each token of a message
   * that was not given up.
   */
  private void advance(Map<State, Map<Integer, List<PartialMessage>>> continued) {
    List<State> moved = new ArrayList<>();
    List<Integer> tokens = new ArrayList<>();
    continued.forEach(
        (before, drawn) ->
            drawn.forEach(
                (token, messages) -> {
                  if (!messages.stream().allMatch(PartialMessage::ended)) {
                    State after = before.copy();
                    messages.forEach(message -> message.state(after));
                    moved.add(after);
                    tokens.add(token);
                  }
                }));
    model.advance(moved, tokens.stream().mapToInt(Integer::intValue).toArray());
  }

  /**
   * Draws the next token of a message, ends the message, or removes its last word.
   *
   * @param logs ln P of every token
   * @return the token that was added, or −1
   */
  private int next(PartialMessage partial, float[] logs) {
    int token = draw(partial, logs);
    boolean ends = token == ControlTokens.END || token < 0;
    if (ends || WordBoundaries.begins(tokenizer.bytes(token))) {
      if (partial.redrawn() < MOST_REDRAWS && !model.knows(partial.word())) {
        partial.takeWordBack();
        return -1;
      }
      partial.beginWord();
    }
    partial.addLikelihood(Math.max(LogLinear.LEAST, logs[ends ? ControlTokens.END : token]));
    if (ends) {
      partial.end();
      return -1;
    }
    partial.add(token);
    return token;
  }

  /** Draws a token, which may be the end; −1 if none is possible. */
  private int draw(PartialMessage partial, float[] logs) {
    float end = partial.mayEnd() ? end(partial, logs[ControlTokens.END]) : Float.NEGATIVE_INFINITY;
    if (!nucleus.cold() && random.nextDouble() < shareOfEnd(partial, logs, end)) {
      return ControlTokens.END;
    }
    // The first tokens of all messages are from the same distribution, with emoji or without.
    if (logs != opening || partial.mayHaveEmoji() != openingWithEmoji) {
      opening = null;
      if (!set(partial, logs, end)) {
        return -1;
      }
    }
    opening = partial.isEmpty() ? logs : null;
    openingWithEmoji = partial.mayHaveEmoji();
    int token = nucleus.draw(random);
    while (token >= 0 && token != ControlTokens.END && partial.loops(loops, token)) {
      nucleus.remove(token);
      opening = null;
      token = nucleus.draw(random);
    }
    return token;
  }

  private boolean set(PartialMessage partial, float[] logs, float end) {
    for (int token = 0; token < choices.length; token++) {
      boolean allowed = partial.isEmpty() ? canOpen(partial, token) : partial.allows(token);
      allowed &= partial.mayHaveEmoji() || !emoji.begins(token);
      choices[token] = allowed ? logs[token] : Float.NEGATIVE_INFINITY;
    }
    choices[ControlTokens.END] = nucleus.cold() ? end : Float.NEGATIVE_INFINITY;
    return nucleus.set(choices);
  }

  /**
   * Whether a token can be the first of a message: somebody began a message with it. So no message
   * begins within a word.
   */
  private boolean canOpen(PartialMessage partial, int token) {
    if (openers[token] == UNKNOWN) {
      openers[token] = model.hasSeen(new int[] {ControlTokens.OWN, token}) ? YES : NO;
    }
    return openers[token] == YES && partial.allows(token);
  }

  /** ln of the weight of the end. */
  private float end(PartialMessage partial, float log) {
    double odds = endFactor * (partial.isLongEnough() ? 1 : endOdds);
    return (float) (log + Math.log(odds * (partial.length() >= LONG ? END_WHEN_LONG : 1)));
  }

  /**
   * The probability that a message ends here, if it has no emoji that it may not have.
   *
   * @param logs ln P of every token, before weighting
   * @param weighted ln of the weight of the end
   */
  private double shareOfEnd(PartialMessage partial, float[] logs, float weighted) {
    double others = 1 - Math.exp(logs[ControlTokens.END]);
    if (!partial.mayHaveEmoji()) {
      others -= emoji.probability(logs);
    }
    double end = Math.exp(weighted);
    return end / (end + Math.max(0, others) + Double.MIN_NORMAL);
  }
}
