package io.mynah.chat.converse;

import io.mynah.chat.buttons.Action;
import io.mynah.chat.settings.OwnerSettings;
import io.mynah.chat.voice.VoiceReplies;
import io.mynah.domain.Settings;
import io.mynah.models.DamagedModel;
import io.mynah.models.MissingModel;
import java.time.Duration;
import java.util.List;

/** Draws the messages of a turn from the model of the person whose turn it is. Thread-safe. */
final class TurnWriter {
  /** The most messages in a row, even if the person usually sends more. */
  private static final int LONGEST_BURST = 3;

  /** The shortest pause, even if the person is faster: readers need time. */
  private static final Duration LEAST_PAUSE = Duration.ofMillis(1_800);

  /** How often a message that repeats the conversation is drawn again. */
  private static final int ATTEMPTS = 5;

  private final OwnerSettings settings;
  private final VoiceReplies voiceReplies;

  TurnWriter(OwnerSettings settings, VoiceReplies voiceReplies) {
    this.settings = settings;
    this.voiceReplies = voiceReplies;
  }

  /**
   * The messages of a turn.
   *
   * @param who 0 or 1
   * @param texts empty if everything that was drawn repeats the conversation
   * @param pauses the pause before each message
   */
  record Written(int who, List<String> texts, List<Duration> pauses) {}

  /** Draws the messages of the next turn. */
  Written write(ConverseSession session) throws MissingModel, DamagedModel {
    ConverseHistory history = session.history();
    int who = history.next();
    ConversePair.Role role = history.pair().role(who);
    Settings ownerSettings = settings.of(role.owner());
    VoiceReplies.Request request =
        VoiceReplies.Request.of(
            role.person(),
            ownerSettings,
            history.contextFor(who),
            Action.AS_THEY_DO,
            Math.min(LONGEST_BURST, session.left()));
    VoiceReplies.Written written = voiceReplies.turn(request, history::unrepeated, ATTEMPTS);
    return new Written(
        who, written.messages(), written.pauses().stream().map(TurnWriter::longEnough).toList());
  }

  private static Duration longEnough(Duration pause) {
    return pause.compareTo(LEAST_PAUSE) < 0 ? LEAST_PAUSE : pause;
  }
}
