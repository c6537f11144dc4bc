package io.mynah.chat.converse;

import io.mynah.chat.Channel;
import io.mynah.chat.buttons.Verb;
import io.mynah.chat.feature.Command;
import io.mynah.chat.feature.Feature;
import io.mynah.chat.feature.PressHandler;
import io.mynah.chat.people.PeopleDirectory;
import io.mynah.domain.OwnerId;
import java.util.Map;

/**
 * The feature {@code /converse}: two models talk with each other for their owner. Wires its classes
 * by hand. Thread-safe.
 */
public final class ConverseFeature implements Feature {
  private final ConverseSessions sessions;
  private final ConverseCommand converse;

  /**
   * @param sessions which end when this feature is closed
   */
  public ConverseFeature(Channel channel, PeopleDirectory people, ConverseSessions sessions) {
    this.sessions = sessions;
    converse = new ConverseCommand(channel, people, sessions);
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
        Verb.STOP_CONVERSING, sessions::pressStop,
        Verb.MORE_CONVERSING, sessions::pressMore);
  }

  @Override
  public boolean busy(OwnerId owner) {
    return sessions.busy(owner);
  }

  @Override
  public void forget(OwnerId owner) {
    sessions.forget(owner);
  }

  @Override
  public void close() {
    sessions.close();
  }
}
