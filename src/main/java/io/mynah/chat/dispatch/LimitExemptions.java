package io.mynah.chat.dispatch;

import io.mynah.chat.buttons.Verb;
import java.util.EnumSet;
import java.util.Set;

/**
 * Recognizes commands and buttons that end or erase something. They work even for a user who has
 * used up the request limit.
 */
final class LimitExemptions {
  private static final Set<String> COMMANDS =
      Set.of("stop", "cancel", "unshare", "unlearn", "optout", "forget");

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
          Verb.UNLEARN,
          Verb.VOICE_BOT_REMOVE,
          Verb.FORGET_PERSON,
          Verb.FORGET_PERSON_NOW,
          Verb.FORGET_CHAT,
          Verb.FORGET_CHAT_NOW,
          Verb.FORGET_EVERYTHING_NOW);

  private LimitExemptions() {}

  static boolean includes(ParsedIncoming request) {
    return request.command().filter(c -> COMMANDS.contains(c.name())).isPresent()
        || request.pressed().filter(p -> BUTTONS.contains(p.action().verb())).isPresent();
  }
}
