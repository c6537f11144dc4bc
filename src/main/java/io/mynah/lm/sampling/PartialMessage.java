package io.mynah.lm.sampling;

import io.mynah.lm.State;
import io.mynah.text.BlankText;
import io.mynah.text.Tokenizer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A message that is being drawn: its tokens so far, and where models are after them. */
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
  private boolean ended;
  private double fit;
  private State state;
  private @Nullable State alone;

  /** Tokens that were given, and whether the text goes beyond what had to be said. */
  private int given;

  private boolean beyond = true;

  /** Where the last word began. */
  private int wordStart;

  /** How what may be taken back of the last word began: all of it, unless a part was given. */
  private int lengthBefore;

  private int wholeBefore;
  private int utf8Before = TokenMask.WHOLE;
  private boolean beyondBefore = true;
  private int redrawn;
  private double fitBefore;
  private State stateBefore;
  private @Nullable State aloneBefore;

  /**
   * An empty message.
   *
   * @param opening after the token that opens it
   * @param openingAlone the same place where nothing was said before; null where the fit is of no
   *     interest
   * @param longest tokens that it may have
   */
  PartialMessage(
      Tokenizer tokenizer,
      TokenMask mask,
      CharacterConstraint characters,
      State opening,
      @Nullable State openingAlone,
      int longest) {
    this.tokenizer = tokenizer;
    this.mask = mask;
    this.characters = characters;
    tokens = new int[longest];
    state = opening.copy();
    alone = openingAlone == null ? null : openingAlone.copy();
    stateBefore = opening;
    aloneBefore = openingAlone;
  }

  /** In the conversation, and without it where the fit is asked for. */
  List<State> states() {
    return alone == null ? List.of(state) : List.of(state, alone);
  }

  /** Tokens drawn so far. */
  int length() {
    return length - given;
  }

  /**
   * Begins the message with tokens that are not drawn, and after which its states are.
   *
   * @param lastWord where their last word begins
   * @param goesBeyond whether they are more than had to be said
   */
  void give(int[] beginning, int lastWord, boolean goesBeyond) {
    for (int token : beginning) {
      add(token);
    }
    given = length;
    beyond = goesBeyond;
    keepPlace();
    wordStart = lastWord;
  }

  private void keepPlace() {
    lengthBefore = length;
    wholeBefore = whole;
    utf8Before = utf8;
    beyondBefore = beyond;
  }

  boolean ended() {
    return ended;
  }

  /** Whether a token may come next so that the text stays one of known characters. */
  boolean allows(int token) {
    return characters.allows(utf8, tokens, whole, length, token);
  }

  /** Whether there is a text that could stand as it is. */
  boolean mayEnd() {
    return utf8 == TokenMask.WHOLE && !blank && beyond;
  }

  /** Adds a token; the caller moves the states. */
  void add(int token) {
    tokens[length++] = token;
    beyond = true;
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

  /** Adds to how much likelier the message is in the conversation than without it. */
  void addFit(double nats) {
    fit += nats;
  }

  /** Notes that a word begins here; where one was just taken back, the next takes its place. */
  void beginWord() {
    if (length == wordStart) {
      return;
    }
    keepPlace();
    wordStart = length;
    redrawn = 0;
    fitBefore = fit;
    stateBefore = state.copy();
    aloneBefore = alone == null ? null : alone.copy();
  }

  /** The last word. */
  String word() {
    return tokenizer.decode(tokens, wordStart, length).strip();
  }

  /** How often the last word was taken back. */
  int redrawn() {
    return redrawn;
  }

  /** Takes the last word back. */
  void takeWordBack() {
    redrawn++;
    length = lengthBefore;
    whole = wholeBefore;
    utf8 = utf8Before;
    beyond = beyondBefore;
    blank = BlankText.is(tokenizer.decode(tokens, 0, length));
    fit = fitBefore;
    state = stateBefore.copy();
    alone = aloneBefore == null ? null : aloneBefore.copy();
  }

  /** Whether a token more would repeat what stands at the end once too often. */
  boolean loops(int token) {
    return LoopDetector.wouldRepeat(tokens, length, token);
  }

  /** What was drawn, trimmed. */
  String text() {
    return tokenizer.decode(tokens, 0, whole).strip();
  }

  /** ln P(message | conversation) − ln P(message), its end included. */
  double fit() {
    return fit;
  }
}
