package io.mynah.lm.sampling;

import io.mynah.lm.VoiceParameters.Drawing;
import io.mynah.lm.VoiceParameters.Preference;
import io.mynah.lm.VoiceParameters.Score;

/**
 * How a message is chosen among several that are drawn for it. Of the candidates that are compared,
 * only those with emoji count if the first one has any, and only those without if it has none, so
 * that emoji stay as frequent as the model would make them.
 *
 * @param count the setting, at least 1: how many messages are drawn, as the preferences say
 * @param message how one is chosen that answers nothing
 * @param answer how one is chosen that has a context
 */
public record CandidateRule(int count, Preference message, Preference answer) {
  private static final Preference ANY = new Preference(1, 1, Drawing.ALL, new Score(0, 0, 0, 0, 0));

  /** The first message that is drawn is chosen. */
  public static final CandidateRule FIRST = new CandidateRule(1, ANY, ANY);
}
