package io.mynah.lm.sampling;

import static java.util.Objects.requireNonNull;

import io.mynah.domain.Length;
import io.mynah.lm.Habits;
import io.mynah.lm.LanguageModel;
import io.mynah.lm.State;
import io.mynah.lm.VoiceParameters.Drawing;
import io.mynah.lm.VoiceParameters.Limits;
import io.mynah.lm.VoiceParameters.Preference;
import io.mynah.lm.VoiceParameters.ShortLengths;
import io.mynah.lm.WordBoundaries;
import io.mynah.lm.mixture.LogLinear;
import io.mynah.text.ControlTokens;
import io.mynah.text.Tokenizer;
import io.mynah.text.WordsAndEmoji;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Draws several messages in parallel, token by token. Each is valid UTF-8, not empty, of limited
 * length and not caught in a loop. For one thread.
 */
final class MessageSampler {
  /** Tokens of the longest message. */
  private static final int LONGEST = 300;

  /** How often a word that nobody ever wrote is drawn again. */
  private static final int MOST_REDRAWS = 3;

  private final LanguageModel model;
  private final Tokenizer tokenizer;
  private final RandomGenerator random;
  private final TokenMask mask;
  private final EmojiTokens emoji;
  private final CharacterConstraint characters;
  private final NextToken next;
  private final int candidates;
  private final Drawing drawing;
  private final MessageRanking ranking;
  private final Length length;

  /** Whether some messages are the person's own short ones. */
  private final boolean ownShort;

  /**
   * @param preference by which candidates will be chosen
   * @param ranking scores unfinished candidates
   * @param ownShort whether some messages are the person's own short ones, as often as there are
   *     some of the length
   */
  MessageSampler(
      LanguageModel model,
      EmojiTokens emoji,
      GenerationOptions options,
      Preference preference,
      MessageRanking ranking,
      boolean ownShort,
      RandomGenerator random) {
    this.model = model;
    this.ownShort = ownShort;
    this.emoji = emoji;
    length = options.length();
    this.random = random;
    tokenizer = model.tokenizer();
    mask = new TokenMask(tokenizer);
    characters = new CharacterConstraint(model, mask);
    next = new NextToken(model, emoji, options, preference, random);
    candidates = options.rule().candidates().count();
    drawing = within(preference.drawing(), options);
    this.ranking = ranking;
  }

  /**
   * How to draw at a setting: a wilder message may be less sure, a long one quite unsure, and a
   * short one need not tell much.
   */
  private static Drawing within(Drawing drawing, GenerationOptions options) {
    Limits limits = drawing.limits();
    double factor =
        options.length() == Length.LONG
            ? Double.POSITIVE_INFINITY
            : Math.max(1, options.rule().temperature());
    double content = options.length() == Length.SHORT ? 0 : limits.leastContent();
    return drawing.within(new Limits(limits.mostNats() * factor, content));
  }

  /**
   * Draws the candidates of several messages, all independently of each other.
   *
   * @param opening the state after the token that opens the message; not changed
   * @param messages how many groups of candidates are drawn, at least 1
   */
  List<CandidateGroup> sample(State opening, int messages) {
    float[] logs = new float[tokenizer.size()];
    if (drawing.sameOpening()) {
      model.logProbabilities(List.of(opening), new float[][] {logs});
    }
    List<CandidateGroup> groups =
        Stream.generate(() -> begin(opening, logs)).limit(messages).toList();
    draw(groups);
    return groups;
  }

  /**
   * Begins the candidates of a message of the person's form.
   *
   * @param logs ln P of every token as the first one, where all begin with the same
   */
  private CandidateGroup begin(State opening, float[] logs) {
    OptionalInt length = length();
    Optional<PartialMessage> own =
        ownShort && drawing.sameOpening() && length.isPresent()
            ? model
                .shortMessages()
                .draw(length.getAsInt(), drawing.shortLengths().ownDrawn(), this::content, random)
                .flatMap(tokens -> whole(tokens, opening))
            : Optional.empty();
    if (own.isPresent()) {
      return new CandidateGroup(
          List.of(own.get()), EmojiUse.AS_DRAWN, length, 1, drawing, ranking::scoreSoFar);
    }
    EmojiUse use = EmojiUse.draw(model.habits().emoji(), random);
    List<PartialMessage> drafts =
        candidates(
            () -> new PartialMessage(tokenizer, mask, characters, opening, LONGEST), drawing);
    if (use == EmojiUse.NONE) {
      drafts.forEach(PartialMessage::forbidEmoji);
    }
    length.ifPresent(tokens -> drafts.forEach(draft -> draft.want(tokens)));
    if (drawing.sameOpening()) {
      open(drafts, opening, logs);
    }
    return new CandidateGroup(drafts, use, length, candidates, drawing, ranking::scoreSoFar);
  }

  /** How much a message tells. */
  private double content(int[] tokens) {
    return model.wordFrequencies().informationContent(tokenizer.decode(tokens, 0, tokens.length));
  }

  /** A whole message; empty if a model may not write one of its characters. */
  private Optional<PartialMessage> whole(int[] tokens, State opening) {
    PartialMessage message =
        new PartialMessage(tokenizer, mask, characters, opening, tokens.length + 1);
    for (int token : tokens) {
      if (!message.allows(token)) {
        return Optional.empty();
      }
      message.add(token);
    }
    message.end();
    return Optional.of(message).filter(PartialMessage::mayEnd);
  }

  /** Draws a first token, and adds it to all messages. */
  private void open(List<PartialMessage> drafts, State opening, float[] logs) {
    int token = next.draw(drafts.get(0), logs);
    if (token < 0) {
      return;
    }
    State after = opening.copy();
    after.advance(token);
    for (PartialMessage draft : drafts) {
      addLikelihood(draft, logs, token);
      draft.add(token);
      draft.state(after);
      draft.keepBeginning();
    }
  }

  /**
   * Draws the candidates of a message with a given beginning, independently of each other. Its form
   * is that of the first one, since the beginning may rule others out.
   */
  CandidateGroup complete(PrefixConstraint beginning) {
    // Those with the same beginning are not told apart by their first tokens, and it decides how
    // sure the model can be of the rest.
    Drawing whole =
        new Drawing(
            1,
            List.of(),
            drawing.compared(),
            drawing.shortest(),
            false,
            Limits.NONE,
            ShortLengths.LIKE_OTHERS);
    List<PartialMessage> drafts =
        candidates(() -> beginning.draw(next.preferred(), random, LONGEST), whole);
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

  /**
   * The length of a message, which the setting decides together with the person's habits. One of
   * the shortest is drawn again, unless short ones are wanted.
   */
  private OptionalInt length() {
    Habits habits = model.habits();
    OptionalInt one = habits.drawLength(random);
    OptionalInt other = habits.drawLength(random);
    if (one.isEmpty() || other.isEmpty()) {
      return OptionalInt.empty();
    }
    return switch (length) {
      case SHORT -> OptionalInt.of(Math.min(one.getAsInt(), other.getAsInt()));
      case NATURAL -> longer(one, habits);
      case LONG -> OptionalInt.of(Math.max(one.getAsInt(), other.getAsInt()));
    };
  }

  private OptionalInt longer(OptionalInt drawn, Habits habits) {
    OptionalInt tokens = drawn;
    for (int i = 0;
        i < drawing.shortLengths().redraws()
            && tokens.orElseThrow() <= drawing.shortLengths().tokens();
        i++) {
      tokens = habits.drawLength(random);
    }
    return tokens;
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
      int token = add(partial, logs[requireNonNull(indexes.get(before))]);
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
  private int add(PartialMessage partial, float[] logs) {
    int token = next.draw(partial, logs);
    boolean ends = token == ControlTokens.END || token < 0;
    if (ends || WordBoundaries.begins(tokenizer.bytes(token))) {
      if (partial.redrawn() < MOST_REDRAWS && !model.knows(partial.word())) {
        partial.takeWordBack();
        return -1;
      }
      limitRepeated(partial);
      partial.beginWord();
    }
    addLikelihood(partial, logs, ends ? ControlTokens.END : token);
    if (ends) {
      partial.end();
      return -1;
    }
    partial.add(token);
    return token;
  }

  /**
   * Takes care that a word that the message has already is no surer than it usually is: a network
   * expects it again, and readers do not like it.
   */
  private void limitRepeated(PartialMessage partial) {
    if (partial.hasGivenWord() || WordsAndEmoji.of(partial.word()).isEmpty()) {
      return;
    }
    List<String> words = WordsAndEmoji.of(partial.text());
    String last = words.get(words.size() - 1);
    if (words.indexOf(last) < words.size() - 1) {
      partial.limitWord(model.wordFrequencies().logFrequency(last));
    }
  }

  private void addLikelihood(PartialMessage partial, float[] logs, int token) {
    double nats = Math.max(LogLinear.LEAST, logs[token]);
    double sure = nats;
    if (partial.isWithinEmoji(emoji)) {
      sure = 0;
    } else if (emoji.begins(token)) {
      sure = Math.log(Math.max(Math.exp(nats), emoji.probability(logs)));
    }
    partial.addLikelihood(nats, sure);
  }
}
