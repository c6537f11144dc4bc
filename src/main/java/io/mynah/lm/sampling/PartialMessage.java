package io.mynah.lm.sampling;

import io.mynah.lm.State;
import io.mynah.text.BlankText;
import io.mynah.text.Tokenizer;
import java.util.Arrays;

/** A message that is being drawn: its tokens so far, and the state of the model after them. */
final class PartialMessage {
  private final Tokenizer tokenizer;
  private final TokenMask mask;
  private final CharacterConstraint characters;
  private final int[] tokens;
  private int length;
  private int utf8 = TokenMask.WHOLE;

  /** Tokens up to the end of the last whole character. */
  private int whole;

  private boolean blank = true;
  private boolean mayHaveEmoji = true;
  private int wanted = Integer.MAX_VALUE;
  private boolean ended;
  private boolean abandoned;
  private double likelihood;
  private double sureness;
  private double firstLikelihood;
  private State state;

  /** How many tokens were given, not drawn. */
  private int given;

  private boolean goesBeyondPrefix = true;

  /** Index of the first token of the last word. */
  private int wordStart;

  /**
   * The length at the last word's beginning, to which the message returns when the word is removed;
   * later if a part of the word was given.
   */
  private int lengthBefore;

  private int wholeBefore;
  private int utf8Before = TokenMask.WHOLE;
  private boolean goesBeyondPrefixBefore = true;
  private int redrawn;
  private double likelihoodBefore;
  private double surenessBefore;
  private State stateBefore;

  /**
   * Makes an empty message.
   *
   * @param opening the state after the token that opens it; not changed
   * @param longest most tokens of the message
   */
  PartialMessage(
      Tokenizer tokenizer,
      TokenMask mask,
      CharacterConstraint characters,
      State opening,
      int longest) {
    this.tokenizer = tokenizer;
    this.mask = mask;
    this.characters = characters;
    tokens = new int[longest];
    state = opening;
    stateBefore = opening;
  }

  /** The model's state after the tokens so far. Messages may share it, so it is never changed. */
  State state() {
    return state;
  }

  /** Sets the state after a token was added. */
  void state(State after) {
    state = after;
  }

  /** Whether it has no tokens yet, given or drawn. */
  boolean isEmpty() {
    return length == 0;
  }

  /** Tokens drawn so far. */
  int length() {
    return length - given;
  }

  /**
   * Begins the message with tokens that are not drawn; its state already includes them.
   *
   * @param lastWord index of the first token of their last word
   * @param goesBeyond whether they are more than the required text
   */
  void begin(int[] beginning, int lastWord, boolean goesBeyond) {
    for (int token : beginning) {
      add(token);
    }
    given = length;
    goesBeyondPrefix = goesBeyond;
    keepWordStart();
    wordStart = lastWord;
  }

  /** Sets how many tokens the message should have. */
  void want(int tokens) {
    wanted = tokens;
  }

  /** How many tokens it should have; the largest number if that is not known. */
  int wanted() {
    return wanted;
  }

  /** Whether it has as many tokens as it should have; never if that is not known. */
  boolean isLongEnough() {
    return length >= wanted;
  }

  /** Whether the next token continues an emoji. */
  boolean isWithinEmoji(EmojiTokens emoji) {
    return utf8 != TokenMask.WHOLE && length > whole && emoji.begins(tokens[whole]);
  }

  /** Rules out that emoji are drawn. */
  void forbidEmoji() {
    mayHaveEmoji = false;
  }

  boolean mayHaveEmoji() {
    return mayHaveEmoji;
  }

  /** Keeps the tokens so far also where the first word is removed. */
  void keepBeginning() {
    keepWordStart();
    likelihoodBefore = likelihood;
    surenessBefore = sureness;
    stateBefore = state;
  }

  private void keepWordStart() {
    lengthBefore = length;
    wholeBefore = whole;
    utf8Before = utf8;
    goesBeyondPrefixBefore = goesBeyondPrefix;
  }

  boolean ended() {
    return ended;
  }

  /** Whether a token may come next, so that the text has only known characters. */
  boolean allows(int token) {
    return characters.allows(utf8, tokens, whole, length, token);
  }

  /** Whether the text so far could be a whole message. */
  boolean mayEnd() {
    return utf8 == TokenMask.WHOLE && !blank && goesBeyondPrefix;
  }

  /** Adds a token; the caller sets the state after it. */
  void add(int token) {
    tokens[length++] = token;
    goesBeyondPrefix = true;
    utf8 = mask.after(utf8, token);
    if (utf8 == TokenMask.WHOLE) {
      whole = length;
      blank = blank && BlankText.is(tokenizer.decode(tokens, 0, length));
    }
    ended = length == tokens.length;
  }

  void end() {
    ended = true;
  }

  /** Ends the message without finishing it. */
  void abandon() {
    ended = true;
    abandoned = true;
  }

  boolean abandoned() {
    return abandoned;
  }

  /**
   * Adds to ln P(message | conversation).
   *
   * @param sure the same for the score, where an emoji is as likely as any emoji at all
   */
  void addLikelihood(double nats, double sure) {
    if (length() == 0) {
      firstLikelihood = nats;
    }
    likelihood += nats;
    sureness += sure;
  }

  /** Records that a word begins here; after a word was removed, the next one replaces it. */
  void beginWord() {
    if (length == wordStart) {
      return;
    }
    keepWordStart();
    wordStart = length;
    redrawn = 0;
    likelihoodBefore = likelihood;
    surenessBefore = sureness;
    stateBefore = state;
  }

  /** The last word. */
  String word() {
    return tokenizer.decode(tokens, wordStart, length).strip();
  }

  /** Whether a part of the last word was given. */
  boolean hasGivenWord() {
    return wordStart < given;
  }

  /** The text of what was drawn. */
  String drawnText() {
    return tokenizer.decode(tokens, given, Math.max(given, whole)).strip();
  }

  /** Makes the last word no surer than a probability whose logarithm is given. */
  void limitWord(double log) {
    sureness = Math.min(sureness, surenessBefore + log);
  }

  /** How often the last word was removed. */
  int redrawn() {
    return redrawn;
  }

  /** Removes the last word. */
  void takeWordBack() {
    redrawn++;
    length = lengthBefore;
    whole = wholeBefore;
    utf8 = utf8Before;
    goesBeyondPrefix = goesBeyondPrefixBefore;
    blank = BlankText.is(tokenizer.decode(tokens, 0, length));
    likelihood = likelihoodBefore;
    sureness = surenessBefore;
    state = stateBefore;
  }

  /** Whether adding a token would repeat the end once too often. */
  boolean loops(LoopDetector loops, int token) {
    return loops.wouldRepeat(tokens, length, token);
  }

  /** The text of the message, trimmed. */
  String text() {
    return tokenizer.decode(tokens, 0, whole).strip();
  }

  /** All tokens, given and drawn, without the end. */
  int[] tokens() {
    return Arrays.copyOf(tokens, length);
  }

  /** The tokens that were drawn, without the end. */
  int[] drawnTokens() {
    return Arrays.copyOfRange(tokens, given, length);
  }

  /** ln P of what was drawn, the end included, after the conversation and what was given. */
  double likelihood() {
    return likelihood;
  }

  /**
   * The same, but with the probability that some emoji comes, whichever it is, and no word that
   * comes again surer than it usually is.
   */
  double sureness() {
    return sureness;
  }

  /** ln P of the first token that was drawn. */
  double firstLikelihood() {
    return firstLikelihood;
  }
}
