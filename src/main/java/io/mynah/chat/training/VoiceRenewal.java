package io.mynah.chat.training;

import io.mynah.chat.feature.Feature;
import io.mynah.lm.training.TrainingData;
import io.mynah.store.jobs.VoiceRecords;
import java.util.List;
import java.util.NoSuchElementException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains voices again that learned from messages in which not all of today's kinds of secrets were
 * masked. They keep speaking until then. Their owners are not told, because nothing that they asked
 * for has changed. Thread-safe.
 */
public final class VoiceRenewal implements Feature {
  private static final Logger log = LoggerFactory.getLogger(VoiceRenewal.class);

  private final VoiceRecords voiceRecords;
  private final OwnerTrainings trainings;

  public VoiceRenewal(VoiceRecords voiceRecords, OwnerTrainings trainings) {
    this.voiceRecords = voiceRecords;
    this.trainings = trainings;
  }

  @Override
  public void resume() {
    List<VoiceRecords.Owned> old = voiceRecords.preparedBefore(TrainingData.PREPARATION);
    if (!old.isEmpty()) {
      log.info("{} voices are trained again, as more is masked than when they learned", old.size());
    }
    old.forEach(this::renew);
  }

  private void renew(VoiceRecords.Owned voice) {
    try {
      trainings.submit(voice.owner(), voice.person(), null);
    } catch (NoSuchElementException forgotten) {
      // The person was forgotten a moment ago.
    }
  }
}
