package io.mynah.chat.group;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.mynah.chat.Channel;
import io.mynah.chat.Envelope;
import io.mynah.chat.Incoming;
import io.mynah.chat.Reply;
import io.mynah.chat.feature.Command;
import io.mynah.chat.feature.PressHandler;
import io.mynah.chat.limits.Quotas;
import io.mynah.chat.words.Phrases;
import io.mynah.domain.Address;
import io.mynah.domain.Group;
import io.mynah.domain.GroupShare;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Handles commands, messages and button presses in groups. Every member may use what is shared in
 * the group; only owners share. Everything else belongs in private chats: a group is told so once
 * in a while, and otherwise gets no answer. Thread-safe.
 */
final class GroupDispatcher {
  private static final Duration BETWEEN_HINTS = Duration.ofMinutes(10);

  private final Channel channel;
  private final Predicate<Envelope> owners;
  private final GroupReplies replies;
  private final GroupGames games;
  private final GroupMentions mentions;
  private final SharingCommands sharing;
  private final Quotas quotas;
  private final Cache<Address, String> hinted =
      Caffeine.newBuilder().expireAfterWrite(BETWEEN_HINTS).build();

  /**
   * @param owners who may have people of their own
   */
  GroupDispatcher(
      Channel channel,
      Predicate<Envelope> owners,
      GroupReplies replies,
      GroupGames games,
      GroupMentions mentions,
      SharingCommands sharing,
      Quotas quotas) {
    this.channel = channel;
    this.owners = owners;
    this.replies = replies;
    this.games = games;
    this.mentions = mentions;
    this.sharing = sharing;
    this.quotas = quotas;
  }

  /** Handles a message with a command that private chats know. */
  void handle(Command.Call call, String command, Group group) throws IOException {
    switch (command) {
      case "stop" -> stop(call);
      case "speak", "converse", "guess" -> {
        if (isWithinLimit(call.envelope(), call.phrases(), group)) {
          answer(call, command, group);
        }
      }
      case "share", "unshare" -> share(call, command, group);
      default -> {
        if (owners.test(call.envelope())) {
          hint(call, group, "access.private");
        }
      }
    }
  }

  /**
   * If nobody is shared in the group, the command may have been for another bot, so nothing is
   * said.
   */
  private boolean isWithinLimit(Envelope envelope, Phrases phrases, Group group)
      throws IOException {
    Quotas.Verdict verdict = quotas.request(group);
    if (verdict == Quotas.Verdict.REFUSE && replies.anyone(group)) {
      channel.send(envelope.address(), Reply.of(quotas.tooFast(group, phrases)));
    }
    return verdict == Quotas.Verdict.ANSWER;
  }

  private void answer(Command.Call call, String command, Group group) throws IOException {
    switch (command) {
      case "speak" -> hintUnless(replies.speak(call, group), call, group);
      case "converse" -> hintUnless(games.converse(call, group), call, group);
      default -> hintUnless(games.guess(call, group), call, group);
    }
  }

  private void share(Command.Call call, String command, Group group) throws IOException {
    if (!isWithinSharingLimit(call, command, group)) {
      return;
    }
    if (call.owner().isAnonymous()) {
      hint(call, group, "group.anonymous");
    } else if (owners.test(call.envelope()) && command.equals("share")) {
      sharing.share(call, group);
    } else if (owners.test(call.envelope())) {
      sharing.unshare(call, group);
    }
  }

  /**
   * A user who has people to share is counted separately, so that others cannot keep them from
   * ending it.
   */
  private boolean isWithinSharingLimit(Command.Call call, String command, Group group)
      throws IOException {
    if (!owners.test(call.envelope()) || !sharing.isFor(call.owner())) {
      return isWithinLimit(call.envelope(), call.phrases(), group);
    }
    Quotas.Verdict verdict =
        command.equals("unshare") ? quotas.ending(call.owner()) : quotas.request(call.owner());
    if (verdict == Quotas.Verdict.REFUSE) {
      String tooFast = quotas.tooFast(call.envelope(), call.phrases());
      channel.send(call.envelope().address(), Reply.of(tooFast));
    }
    return verdict == Quotas.Verdict.ANSWER;
  }

  /** Every member may stop what is in progress in the group; if nothing is, nothing is said. */
  private void stop(Command.Call call) throws IOException {
    if (!games.stop(call.envelope().address()) && replies.stop(call.envelope().address())) {
      channel.send(call.envelope().address(), Reply.of(call.phrases().of("stop.done")));
    }
  }

  /**
   * Handles a message without a command: where two voices talk, it is for them. Elsewhere a person
   * who is shared here answers a reply, and a text that names Mynah where that is allowed. All
   * others are ignored.
   */
  void handle(Incoming.Text text, Phrases phrases, Group group) throws IOException {
    Optional<GroupShare> share = replies.repliedTo(text, group);
    Optional<GroupMentions.Asked> asked =
        mentions.asked(text, group).filter(a -> a.named() || share.isEmpty());
    Optional<GroupShare> to =
        asked.filter(a -> a.meant().size() == 1).map(a -> a.meant().get(0)).or(() -> share);
    if (games.hear(text.envelope().address(), text, to)) {
      return;
    }
    boolean isAsked = asked.isPresent() || share.isPresent();
    if (!isAsked || !isWithinLimit(text.envelope(), phrases, group)) {
      return;
    }
    if (asked.isEmpty()) {
      replies.answer(text, phrases, share.orElseThrow(), text.text());
    } else if (asked.get().meant().size() == 1) {
      replies.answer(text, phrases, asked.get().meant().get(0), asked.get().said());
    } else {
      replies.askWhich(text, phrases, asked.get().meant(), asked.get().said());
    }
  }

  /**
   * Whether a message is for a person who is shared here: replies to one, is said while two talk
   * with each other, or names a bot of one's own.
   */
  boolean isToVoice(Incoming.Text text, Group group) {
    return replies.repliedTo(text, group).isPresent()
        || games.isUnderWay(text.envelope().address())
        || mentions.isToOwnBot(text, group);
  }

  /** Handles a button press; buttons that are not for groups or no longer valid do nothing. */
  void handle(PressHandler.Pressed pressed, Group group) throws IOException {
    switch (pressed.action().verb()) {
      case SPEAK -> {
        if (isWithinLimit(pressed.envelope(), pressed.phrases(), group)) {
          replies.press(pressed, group);
        }
      }
      case STOP_CONVERSING -> games.pressStop(pressed);
      case GUESS -> games.pressGuess(pressed);
      default -> {}
    }
  }

  private void hintUnless(boolean anyone, Command.Call call, Group group) throws IOException {
    if (!anyone) {
      hint(call, group, "group.nobody");
    }
  }

  private void hint(Command.Call call, Group group, String key) throws IOException {
    if (!key.equals(hinted.getIfPresent(group.address()))) {
      hinted.put(group.address(), key);
      channel.send(call.envelope().address(), Reply.of(call.phrases().of(key)));
    }
  }
}
