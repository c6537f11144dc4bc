package io.mynah.chat.group;

import io.mynah.chat.Channel;
import io.mynah.chat.Incoming;
import io.mynah.chat.Reply;
import io.mynah.chat.converse.ConverseArguments;
import io.mynah.chat.converse.ConversePair;
import io.mynah.chat.converse.ConverseSessions;
import io.mynah.chat.feature.Command;
import io.mynah.chat.feature.PressHandler;
import io.mynah.chat.guess.GuessCommand;
import io.mynah.chat.words.Wording;
import io.mynah.domain.Address;
import io.mynah.domain.Group;
import io.mynah.domain.GroupPermission;
import io.mynah.domain.GroupShare;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * {@code /converse} and {@code /guess} in a group, with the people who are shared there.
 * Thread-safe.
 */
final class GroupGames {
  /** Limits the length of a conversation so that a group is not flooded. */
  private static final int MOST_MESSAGES = 12;

  private final Channel channel;
  private final GroupRoster roster;
  private final ConverseSessions sessions;
  private final GuessCommand guess;

  GroupGames(Channel channel, GroupRoster roster, ConverseSessions sessions, GuessCommand guess) {
    this.channel = channel;
    this.roster = roster;
    this.sessions = sessions;
    this.guess = guess;
  }

  /**
   * Starts a conversation of two people who are shared in the group; returns whether anyone is
   * shared.
   */
  boolean converse(Command.Call call, Group group) throws IOException {
    List<GroupShare> groupShares = roster.at(group);
    if (groupShares.isEmpty()) {
      return false;
    }
    GroupRoster.Found first = roster.find(call.arguments(), groupShares);
    GroupRoster.Found second = roster.find(ConverseArguments.withoutAnd(first.rest()), groupShares);
    if (isUnknown(call.arguments(), first) || isUnknown(first.rest(), second)) {
      say(call, "group.unknown", "names", GroupRoster.names(call.phrases(), groupShares));
    } else if (!first.one() || !second.one()) {
      say(call, "group.converse", "names", GroupRoster.names(call.phrases(), groupShares));
    } else if (allCanSpeak(call, List.of(first.shares().get(0), second.shares().get(0)))) {
      begin(call, first.shares().get(0), second.shares().get(0), second.rest());
    }
    return true;
  }

  private static boolean isUnknown(String named, GroupRoster.Found found) {
    return !named.isBlank() && found.shares().isEmpty();
  }

  private void begin(Command.Call call, GroupShare first, GroupShare second, String rest)
      throws IOException {
    ConverseArguments arguments = ConverseArguments.parse(rest);
    // Only their owners may know which chats they are from.
    ConversePair pair =
        ConversePair.of(
            ConversePair.Role.of(first.person(), first.owner()),
            ConversePair.Role.of(second.person(), second.owner()),
            chat -> "");
    boolean begun =
        sessions.begin(
            call.envelope(),
            call.phrases(),
            pair,
            arguments.atMost(MOST_MESSAGES),
            () -> roster.holds(first) && roster.holds(second));
    if (!begun) {
      say(call, "converse.busy");
    }
  }

  /** Begins a quiz about a person who is shared in the group; returns whether anyone is shared. */
  boolean guess(Command.Call call, Group group) throws IOException {
    List<GroupShare> groupShares = roster.at(group);
    if (groupShares.isEmpty()) {
      return false;
    }
    List<GroupShare> allowed =
        groupShares.stream().filter(s -> s.allows(GroupPermission.REAL_MESSAGES)).toList();
    GroupRoster.Found found = roster.find(call.arguments(), groupShares);
    if (call.arguments().isEmpty() && allowed.size() == 1) {
      begin(call, allowed.get(0));
    } else if (!found.one()) {
      say(call, "group.guess", "names", GroupRoster.names(call.phrases(), groupShares));
    } else {
      begin(call, found.shares().get(0));
    }
    return true;
  }

  private void begin(Command.Call call, GroupShare share) throws IOException {
    if (!share.allows(GroupPermission.REAL_MESSAGES)) {
      say(call, "group.no-real", "name", Wording.name(share.person().name()));
    } else if (allCanSpeak(call, List.of(share))) {
      guess.begin(call.envelope(), call.phrases(), share.owner(), share.person());
    }
  }

  private boolean allCanSpeak(Command.Call call, List<GroupShare> shares) throws IOException {
    for (GroupShare share : shares) {
      if (!roster.ready(share)) {
        say(call, "group.silent", "name", Wording.name(share.person().name()));
        return false;
      }
    }
    return true;
  }

  private void say(Command.Call call, String key, Object... arguments) throws IOException {
    channel.send(call.envelope().address(), Reply.of(call.phrases().of(key, arguments)));
  }

  /**
   * Takes in what somebody says where two voices talk; returns whether two talk there.
   *
   * @param at where it was said, as Mynah's bot has it
   * @param to who is answered with it
   */
  boolean hear(Address at, Incoming.Text text, Optional<GroupShare> to) {
    return sessions.hear(
        at, text.envelope().sender(), text.text(), to.map(share -> share.person().id()));
  }

  /** Whether two voices talk at an address. */
  boolean isUnderWay(Address at) {
    return sessions.isUnderWay(at);
  }

  /** Ends the conversation at an address; returns whether there was one. */
  boolean stop(Address address) {
    return sessions.stop(address);
  }

  boolean pressStop(PressHandler.Pressed pressed) throws IOException {
    return sessions.pressStop(pressed);
  }

  boolean pressGuess(PressHandler.Pressed pressed) throws IOException {
    return guess.answer(pressed);
  }
}
