package io.mynah.chat.voice;

import io.mynah.domain.Correction;
import io.mynah.domain.Person;
import io.mynah.store.conversation.Corrections;
import io.mynah.store.conversation.LikedMessages;
import io.mynah.store.conversation.LikedMessages.Liked;
import io.mynah.store.jobs.VoiceRecords;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What an owner taught a person's voice since it was trained, which its memories learn before it
 * speaks: corrections, and messages that the owner liked. And what it is to say less of: messages
 * that the owner disliked. Thread-safe.
 */
public final class VoiceExamples {
  private static final int MOST_CORRECTIONS = 20;

  /** A training learns the corrections that were there when it began, so long ago at most. */
  private static final Duration LONGEST_TRAINING = Duration.ofHours(2);

  /** How many liked messages a correction counts for. */
  private static final int CORRECTION = 3;

  private final VoiceRecords voiceRecords;
  private final Corrections corrections;
  private final LikedMessages likedMessages;

  public VoiceExamples(
      VoiceRecords voiceRecords, Corrections corrections, LikedMessages likedMessages) {
    this.voiceRecords = voiceRecords;
    this.corrections = corrections;
    this.likedMessages = likedMessages;
  }

  /**
   * The examples for a person: liked messages, then the newest corrections that its model has not
   * learned, the oldest first.
   */
  List<String> of(Person person) {
    List<String> examples = new ArrayList<>();
    likedMessages.of(person).stream().map(Liked::text).forEach(examples::add);
    Instant since =
        voiceRecords
            .find(person)
            .map(voice -> voice.trainedAt().minus(LONGEST_TRAINING))
            .orElse(Instant.EPOCH);
    List<Correction> fresh =
        corrections.kept(person).stream()
            .filter(kept -> kept.madeAt().isAfter(since))
            .map(Corrections.Kept::correction)
            .toList();
    for (Correction each :
        fresh.subList(Math.max(0, fresh.size() - MOST_CORRECTIONS), fresh.size())) {
      examples.addAll(Collections.nCopies(CORRECTION, each.text()));
    }
    return examples;
  }

  /** The messages of a person's voice that the owner disliked, the oldest first. */
  List<String> dislikedOf(Person person) {
    return likedMessages.dislikedOf(person).stream().map(Liked::text).toList();
  }
}
