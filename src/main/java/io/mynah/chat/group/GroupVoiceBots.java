package io.mynah.chat.group;

import io.mynah.chat.Channel;
import io.mynah.chat.Envelope;
import io.mynah.chat.Incoming;
import io.mynah.chat.Reply;
import io.mynah.chat.limits.Quotas;
import io.mynah.chat.voice.OwnBots;
import io.mynah.chat.voice.VoiceReactions;
import io.mynah.chat.words.Phrases;
import io.mynah.domain.Group;
import io.mynah.domain.GroupPermission;
import io.mynah.domain.GroupShare;
import io.mynah.domain.MessageRef;
import io.mynah.domain.VoiceBot;
import java.io.IOException;
import java.util.Optional;

/**
 * What voices' own bots hear in groups where their voices are shared: what belongs to a
 * conversation that is in progress there, {@code /stop}, replies to them, and, where their owners
 * allow it, what names them with an @. Thread-safe.
 */
final class GroupVoiceBots {
  private final Channel channel;
  private final GroupRoster roster;
  private final GroupReplies replies;
  private final GroupGames games;
  private final OwnBots bots;
  private final VoiceReactions reactions;
  private final Quotas quotas;

  GroupVoiceBots(
      Channel channel,
      GroupRoster roster,
      GroupReplies replies,
      GroupGames games,
      OwnBots bots,
      VoiceReactions reactions,
      Quotas quotas) {
    this.quotas = quotas;
    this.channel = channel;
    this.roster = roster;
    this.replies = replies;
    this.games = games;
    this.bots = bots;
    this.reactions = reactions;
  }

  /** Handles a message in a group that a voice's own bot heard. */
  void handle(Incoming.Text text, Phrases phrases, Group group) throws IOException {
    Envelope envelope = text.envelope();
    Group atMynah = new Group(bots.atMynah(group.address()), group.title());
    Optional<VoiceBot> bot = bots.with(envelope.address());
    Optional<GroupShare> share = bot.flatMap(each -> share(each, atMynah));
    if (bot.isEmpty() || share.isEmpty()) {
      return;
    }
    if (isStop(text.text())) {
      stop(envelope, phrases);
      return;
    }
    if (text.text().strip().startsWith("/")) {
      return;
    }
    boolean isReply = isReplyTo(share.get(), text, atMynah);
    Optional<GroupShare> asked = share.filter(s -> text.mention() != null || isReply);
    if (games.hear(bots.atMynah(envelope.address()), text, asked) || asked.isEmpty()) {
      return;
    }
    replies.noteAnswered(asked.get());
    boolean mayAnswer =
        isReply
            || (asked.get().allows(GroupPermission.MENTIONS)
                && !isToMynah(asked.get(), text, atMynah));
    if (mayAnswer && isWithinLimit(envelope, phrases, atMynah)) {
      reactions.react(envelope, bot.get(), asked.get().person());
      replies.answer(text, phrases, asked.get(), text.text());
    }
  }

  private boolean isReplyTo(GroupShare share, Incoming.Text text, Group atMynah) {
    return replies
        .repliedTo(text, atMynah)
        .filter(other -> other.person().id().equals(share.person().id()))
        .isPresent();
  }

  /** Whether a text replies to what Mynah's bot said as the person, which answers it. */
  private boolean isToMynah(GroupShare share, Incoming.Text text, Group atMynah) {
    MessageRef message = text.answered() == null ? null : text.answered().message();
    return message != null
        && replies.isSaid(
            new MessageRef(bots.atMynah(message.address()), message.messageId()), atMynah, share);
  }

  private boolean isWithinLimit(Envelope envelope, Phrases phrases, Group atMynah)
      throws IOException {
    Quotas.Verdict verdict = quotas.request(atMynah);
    if (verdict == Quotas.Verdict.REFUSE) {
      channel.send(envelope.address(), Reply.of(quotas.tooFast(atMynah, phrases)));
    }
    return verdict == Quotas.Verdict.ANSWER;
  }

  private Optional<GroupShare> share(VoiceBot bot, Group atMynah) {
    return roster.at(atMynah).stream()
        .filter(share -> share.person().id().equals(bot.person()))
        .findFirst();
  }

  private static boolean isStop(String text) {
    return text.strip().equalsIgnoreCase("/stop");
  }

  /** Every member may stop what is in progress in the group; if nothing is, nothing is said. */
  private void stop(Envelope envelope, Phrases phrases) throws IOException {
    if (!games.stop(bots.atMynah(envelope.address())) && replies.stop(envelope.address())) {
      channel.send(envelope.address(), Reply.of(phrases.of("stop.done")));
    }
  }
}
