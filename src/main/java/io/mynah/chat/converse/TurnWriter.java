package io.mynah.chat.converse;

import io.mynah.chat.buttons.Action;
import io.mynah.chat.settings.OwnerSettings;
import io.mynah.chat.voice.VoiceReplies;
import io.mynah.domain.Person;
import io.mynah.domain.Settings;
import io.mynah.lm.sampling.AddressFilter;
import io.mynah.models.DamagedModel;
import io.mynah.models.MissingModel;
import io.mynah.store.corpora.Corpora;
import java.time.Duration;
import java.util.List;

/** Draws the messages of a turn from the model of the person whose turn it is. Thread-safe. */
final class TurnWriter {
  /** The most messages in a row, even if the person usually sends more. */
  private static final int LONGEST_BURST = 3;

  /** The shortest pause, even if the person is faster: readers need time. */
  private static final Duration LEAST_PAUSE = Duration.ofMillis(1_800);

  /**
   * How often a message is drawn again that repeats the conversation or addresses somebody who is
   * not there.
   */
  private static final int ATTEMPTS = 5;

  private final OwnerSettings settings;
  private final VoiceReplies voiceReplies;
  private final Corpora corpora;

  TurnWriter(OwnerSettings settings, VoiceReplies voiceReplies, Corpora corpora) {
    this.settings = settings;
    this.voiceReplies = voiceReplies;
    this.corpora = corpora;
  }

  /**
   * The messages of a turn.
   *
   * @param who 0 or 1
   * @param texts empty if nothing that was drawn may be said
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
    AddressFilter absent = absent(history.pair(), role);
    VoiceReplies.Written written =
        voiceReplies.turn(
            request,
            drawn ->
                history.unrepeated(drawn.stream().filter(text -> !absent.addresses(text)).toList()),
            ATTEMPTS);
    return new Written(
        who, written.messages(), written.pauses().stream().map(TurnWriter::longEnough).toList());
  }

  /** Recognises messages to others of the speaker's chats who do not take part. */
  private AddressFilter absent(ConversePair pair, ConversePair.Role speaker) {
    List<String> present = List.of(pair.person(0).name(), pair.person(1).name());
    List<String> all =
        corpora.peopleOfChats(speaker.owner()).stream()
            .filter(person -> speaker.person().isOf(person.chat()))
            .filter(person -> !speaker.person().sources().contains(person))
            .map(Person::name)
            .toList();
    return AddressFilter.of(all, present);
  }

  private static Duration longEnough(Duration pause) {
    return pause.compareTo(LEAST_PAUSE) < 0 ? LEAST_PAUSE : pause;
  }
}
