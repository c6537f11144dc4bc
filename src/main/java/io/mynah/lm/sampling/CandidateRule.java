package io.mynah.lm.sampling;

import io.mynah.lm.VoiceParameters.Drawing;
import io.mynah.lm.VoiceParameters.Preference;
import io.mynah.lm.VoiceParameters.Retrieval;
import io.mynah.lm.VoiceParameters.Score;
import org.jspecify.annotations.Nullable;

/**
 * How a message is chosen among several that are drawn for it. Of the candidates that are compared,
 * only those with emoji count if the first one has any, and only those without if it has none, so
 * that emoji stay as frequent as the model would make them.
 *
 * @param count the setting, at least 1: how many messages are drawn, as the preferences say
 * @param message how one is chosen that answers nothing
 * @param answer how one is chosen that answers something
 * @param shortAnswer which of the person's short messages answers instead; null if none does
 * @param shortContinuation which of them continues what was said; null if none does
 */
public record CandidateRule(
    int count,
    Preference message,
    Preference answer,
    @Nullable Retrieval shortAnswer,
    @Nullable Retrieval shortContinuation) {
  private static final Preference ANY = new Preference(1, 1, Drawing.ALL, new Score(0, 0, 0, 0, 0));

  /** The first message that is drawn is chosen. */
  public static final CandidateRule FIRST = new CandidateRule(1, ANY, ANY);

  /** A rule by which all messages are drawn. */
  public CandidateRule(int count, Preference message, Preference answer) {
    this(count, message, answer, null, null);
  }

  /** The same rule with so many messages drawn for each that is said, at least 1. */
  CandidateRule among(int drawn) {
    return new CandidateRule(drawn, message, answer, shortAnswer, shortContinuation);
  }
}
