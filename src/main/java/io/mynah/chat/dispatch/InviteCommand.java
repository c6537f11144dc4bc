package io.mynah.chat.dispatch;

import io.mynah.chat.Channel;
import io.mynah.chat.Reply;
import io.mynah.chat.feature.Command;
import io.mynah.chat.words.Phrases;
import io.mynah.store.conversation.Invitations;
import java.io.IOException;
import java.time.Clock;

/** {@code /invite}, for administrators of the bot: makes a link that lets one more person in. */
final class InviteCommand implements Command {
  private final Channel channel;
  private final Invitations invitations;
  private final AccessConfig access;
  private final Clock clock;

  InviteCommand(Channel channel, Invitations invitations, AccessConfig access, Clock clock) {
    this.channel = channel;
    this.invitations = invitations;
    this.access = access;
    this.clock = clock;
  }

  @Override
  public void run(Call call) throws IOException {
    channel.send(call.envelope().address(), Reply.of(answer(call.phrases())));
  }

  private String answer(Phrases phrases) {
    if (access.allowed() instanceof AllowedUsers.Everyone) {
      return phrases.of("invite.everyone", "link", access.link().apply(""));
    }
    if (access.allowed() instanceof AllowedUsers.Listed) {
      return phrases.of("invite.listed", "setting", access.setting());
    }
    String code = invitations.make(clock.instant());
    return phrases.of(
        "invite.link", "days", Invitations.VALID.toDays(), "link", access.link().apply(code));
  }
}
