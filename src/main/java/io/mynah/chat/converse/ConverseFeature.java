package io.mynah.chat.converse;

import io.mynah.chat.buttons.Verb;
import io.mynah.chat.feature.Command;
import io.mynah.chat.feature.Feature;
import io.mynah.chat.feature.PressHandler;
import io.mynah.chat.feature.Services;
import io.mynah.chat.people.Whom;
import io.mynah.chat.roster.Roster;
import io.mynah.chat.training.VoiceStates;
import io.mynah.domain.OwnerId;
import java.util.Map;

/** Models that talk with each other, for their owner, wired by hand. Thread-safe. */
public final class ConverseFeature implements Feature {
  private final Conversing conversing;
  private final ConverseCommand converse;

  /**
   * @param conversing which ends with this
   */
  public ConverseFeature(
      Services services, Roster roster, VoiceStates voices, Whom whom, Conversing conversing) {
    this.conversing = conversing;
    converse = new ConverseCommand(services.channel(), roster, voices, whom, conversing);
  }

  @Override
  public Map<String, Command> commands() {
    return Map.of("converse", converse);
  }

  @Override
  public Map<Verb, PressHandler> buttons() {
    return Map.of(
        Verb.CONVERSE, converse::pressFirst,
        Verb.CONVERSE_WITH, converse::pressSecond,
        Verb.STOP_CONVERSING, conversing::pressStop,
        Verb.MORE_CONVERSING, conversing::pressMore);
  }

  @Override
  public boolean busy(OwnerId owner) {
    return conversing.busy(owner);
  }

  @Override
  public void forget(OwnerId owner) {
    conversing.forget(owner);
  }

  @Override
  public void close() {
    conversing.close();
  }
}
