package io.mynah.lm.sampling;

import io.mynah.lm.VoiceParameters.Answering;
import io.mynah.lm.VoiceParameters.Drawing;
import io.mynah.lm.VoiceParameters.Preference;
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
 * @param answering how one of the person's short answers is chosen instead; null if none is
 */
public record CandidateRule(
    int count, Preference message, Preference answer, @Nullable Answering answering) {
  private static final Preference ANY = new Preference(1, 1, Drawing.ALL, new Score(0, 0, 0, 0, 0));

  /** The first message that is drawn is chosen. */
  public static final CandidateRule FIRST = new CandidateRule(1, ANY, ANY);

  /** A rule by which all messages are drawn. */
  public CandidateRule(int count, Preference message, Preference answer) {
    this(count, message, answer, null);
  }
}
