package io.mynah.chat.training;

import io.mynah.domain.Recognition;
import io.mynah.domain.VoiceRecord;
import io.mynah.lm.training.VoiceTrainer;
import org.jspecify.annotations.Nullable;

/**
 * Rates a voice in one word, the same everywhere. The grade is by how often judges take the voice
 * for the person, compared with the person's real messages, if that was measured. It is limited by
 * the number of messages that the voice learned from, because with few messages it has the tone and
 * little more.
 */
public enum VoiceGrade {
  ROUGH,
  FAIR,
  GOOD,
  VERY_GOOD;

  private static final int FAIR_MESSAGES = 100;
  private static final int GOOD_MESSAGES = 1_000;
  private static final int VERY_GOOD_MESSAGES = 10_000;

  /** The grade of a voice. */
  public static VoiceGrade of(VoiceRecord voice, @Nullable Recognition measured) {
    if (!VoiceTrainer.NEURAL.equals(voice.stage())) {
      return ROUGH;
    }
    VoiceGrade byMessages =
        of(voice.trainedMessages(), FAIR_MESSAGES, GOOD_MESSAGES, VERY_GOOD_MESSAGES);
    VoiceGrade byLikeness = measured == null ? byMessages : of(measured, byMessages);
    return byLikeness.compareTo(byMessages) < 0 ? byLikeness : byMessages;
  }

  /**
   * The grade of a measurement.
   *
   * @param unknown is returned if nothing was judged
   */
  public static VoiceGrade of(Recognition measured, VoiceGrade unknown) {
    if (measured.made() == 0 || measured.realRecognised() == 0) {
      return unknown;
    }
    double made = (double) measured.madeRecognised() / measured.made();
    return of(made * measured.real() / measured.realRecognised(), 0.35, 0.6, 0.85);
  }

  private static VoiceGrade of(double value, double fair, double good, double veryGood) {
    if (value >= veryGood) {
      return VERY_GOOD;
    }
    if (value >= good) {
      return GOOD;
    }
    return value >= fair ? FAIR : ROUGH;
  }

  /** The text key of the word. */
  public String key() {
    return switch (this) {
      case ROUGH -> "quality.rough";
      case FAIR -> "quality.fair";
      case GOOD -> "quality.good";
      case VERY_GOOD -> "quality.very-good";
    };
  }
}
