package io.mynah.chat.report;

import io.mynah.chat.training.VoiceGrade;
import io.mynah.domain.ReportCard;
import io.mynah.domain.VoiceBase;
import io.mynah.domain.VoiceRecord;
import io.mynah.store.conversation.GuessScores;
import java.util.List;
import java.util.Optional;

/**
 * What a report tells of a voice.
 *
 * @param name of the person, as it is shown
 * @param voice whose card it is, if it still exists
 * @param others the versions of the voice that are not in use and have a card, the newest first
 */
record Report(
    String name,
    ReportCard card,
    Optional<VoiceRecord> voice,
    GuessScores.Score guesses,
    List<Other> others) {
  Report {
    others = List.copyOf(others);
  }

  /** A version that is not in use. */
  record Other(VoiceRecord voice, ReportCard card) {
    VoiceGrade grade() {
      return VoiceGrade.of(voice, card.figures().recognition());
    }
  }

  Optional<VoiceGrade> grade() {
    return voice.map(each -> VoiceGrade.of(each, card.figures().recognition()));
  }

  /** The base that the voice speaks on, if that is known. */
  Optional<VoiceBase> base() {
    return voice.map(VoiceRecord::base);
  }
}
