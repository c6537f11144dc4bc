package io.mynah.app.wiring;

import io.mynah.store.conversation.Invitations;
import io.mynah.store.inbox.BotName;

/** Links that open the bot, and with a code let one person in. */
public final class InvitationLink {
  private InvitationLink() {}

  /**
   * The address that opens a bot.
   *
   * @param code of an invitation; empty for none
   */
  public static String address(String botName, String code) {
    return "https://t.me/" + botName + (code.isEmpty() ? "" : "?start=" + code);
  }

  /**
   * Checks that links let people in.
   *
   * @throws CommandFailure if another setting alone says who is let in
   */
  public static void requireUse(MynahConfig config) {
    if (!config.isByLink()) {
      throw new CommandFailure(
          "Links let people in only where MYNAH_ALLOWED is \"link\", as it is when not set; here it"
              + " is something else, which alone says who is let in. Set MYNAH_ALLOWED=link and"
              + " start the bot again, or add them there.",
          ExitCode.USAGE);
    }
  }

  /**
   * Makes a link for a bot that runs, or ran, in another process.
   *
   * @throws CommandFailure if the bot never ran
   */
  public static String make(ApplicationContext application) {
    String name =
        new BotName(application.database, application.config.telegram().bot())
            .find()
            .orElseThrow(
                () ->
                    new CommandFailure(
                        "The bot has not reached Telegram yet, so nobody knows its name. Start it"
                            + " first, or try again in a moment."));
    return inWords(name, application.invitations.make(application.clock.instant()));
  }

  /** A link with a sentence on what it does. */
  public static String inWords(String botName, String code) {
    return "Open this link to use it; it works once, within %d days: %s"
        .formatted(Invitations.VALID.toDays(), address(botName, code));
  }
}
