package io.mynah.chat.group;

import io.mynah.chat.Channel;
import io.mynah.chat.Reply;
import io.mynah.chat.converse.Cast;
import io.mynah.chat.converse.ConverseRequest;
import io.mynah.chat.converse.Conversing;
import io.mynah.chat.feature.Command;
import io.mynah.chat.feature.PressHandler;
import io.mynah.chat.guess.GuessCommand;
import io.mynah.chat.words.Wording;
import io.mynah.domain.Address;
import io.mynah.domain.Group;
import io.mynah.domain.Share;
import java.io.IOException;
import java.util.List;

/**
 * {@code /converse} and {@code /guess} in a group, with those who are shared there. Thread-safe.
 */
final class GroupPlay {
  /** A group is not to be flooded. */
  private static final int MOST_MESSAGES = 12;

  private final Channel channel;
  private final GroupRoster roster;
  private final Conversing conversing;
  private final GuessCommand guess;

  GroupPlay(Channel channel, GroupRoster roster, Conversing conversing, GuessCommand guess) {
    this.channel = channel;
    this.roster = roster;
    this.conversing = conversing;
    this.guess = guess;
  }

  /** Lets two talk with each other who are shared in the group; says whether anyone is. */
  boolean converse(Command.Call call, Group group) throws IOException {
    List<Share> here = roster.at(group);
    if (here.isEmpty()) {
      return false;
    }
    GroupRoster.Found first = roster.find(call.arguments(), here);
    GroupRoster.Found second = roster.find(ConverseRequest.withoutAnd(first.rest()), here);
    if (isUnknown(call.arguments(), first) || isUnknown(first.rest(), second)) {
      say(call, "group.unknown", "names", GroupRoster.names(call.phrases(), here));
    } else if (!first.one() || !second.one()) {
      say(call, "group.converse", "names", GroupRoster.names(call.phrases(), here));
    } else if (allCanSpeak(call, List.of(first.shares().get(0), second.shares().get(0)))) {
      begin(call, first.shares().get(0), second.shares().get(0), second.rest());
    }
    return true;
  }

  private static boolean isUnknown(String named, GroupRoster.Found found) {
    return !named.isBlank() && found.shares().isEmpty();
  }

  private void begin(Command.Call call, Share first, Share second, String rest) throws IOException {
    ConverseRequest request = ConverseRequest.parse(rest);
    // What chats they are from is for their owners alone.
    Cast cast =
        Cast.of(
            Cast.Role.of(first.person(), first.owner()),
            Cast.Role.of(second.person(), second.owner()),
            chat -> "");
    boolean begun =
        conversing.begin(
            call.envelope(),
            call.phrases(),
            cast,
            request.atMost(MOST_MESSAGES),
            () -> roster.holds(first) && roster.holds(second));
    if (!begun) {
      say(call, "converse.busy");
    }
  }

  /** Begins a quiz about somebody who is shared in the group; says whether anyone is. */
  boolean guess(Command.Call call, Group group) throws IOException {
    List<Share> here = roster.at(group);
    if (here.isEmpty()) {
      return false;
    }
    List<Share> allowed = here.stream().filter(Share::realMessages).toList();
    GroupRoster.Found found = roster.find(call.arguments(), here);
    if (call.arguments().isEmpty() && allowed.size() == 1) {
      begin(call, allowed.get(0));
    } else if (!found.one()) {
      say(call, "group.guess", "names", GroupRoster.names(call.phrases(), here));
    } else {
      begin(call, found.shares().get(0));
    }
    return true;
  }

  private void begin(Command.Call call, Share share) throws IOException {
    if (!share.realMessages()) {
      say(call, "group.no-real", "name", Wording.name(share.person().name()));
    } else if (allCanSpeak(call, List.of(share))) {
      guess.begin(call.envelope(), call.phrases(), share.owner(), share.person());
    }
  }

  private boolean allCanSpeak(Command.Call call, List<Share> shares) throws IOException {
    for (Share share : shares) {
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

  /** Ends the conversation that goes on at an address; says whether one did. */
  boolean stop(Address address) {
    return conversing.stop(address);
  }

  boolean pressStop(PressHandler.Pressed pressed) throws IOException {
    return conversing.pressStop(pressed);
  }

  boolean pressGuess(PressHandler.Pressed pressed) throws IOException {
    return guess.answer(pressed);
  }
}
