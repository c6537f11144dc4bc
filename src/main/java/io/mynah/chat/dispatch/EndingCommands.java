package io.mynah.chat.dispatch;

import io.mynah.chat.Incoming;
import io.mynah.chat.buttons.Action;
import io.mynah.chat.buttons.Verb;
import java.util.EnumSet;
import java.util.Set;

/** Knows what ends or erases something: it is to be heard from whoever asked for too much, too. */
final class EndingCommands {
  private static final Set<String> COMMANDS = Set.of("stop", "cancel", "unshare", "forget");

  private static final Set<Verb> BUTTONS =
      EnumSet.of(
          Verb.STOP,
          Verb.STOP_CONVERSING,
          Verb.END_CHAT,
          Verb.CANCEL_JOB,
          Verb.CANCEL_JOBS,
          Verb.CANCEL_UPLOAD,
          Verb.DECLINE_OFFER,
          Verb.UNSHARE,
          Verb.FORGET_PERSON,
          Verb.FORGET_PERSON_NOW,
          Verb.FORGET_CHAT,
          Verb.FORGET_CHAT_NOW,
          Verb.FORGET_EVERYTHING_NOW);

  private EndingCommands() {}

  static boolean includes(Incoming incoming) {
    return incoming instanceof Incoming.Press press
        ? Action.parse(press.action()).map(Action::verb).filter(BUTTONS::contains).isPresent()
        : CommandParser.parse(incoming).filter(c -> COMMANDS.contains(c.name())).isPresent();
  }
}
