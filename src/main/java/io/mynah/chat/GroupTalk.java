package io.mynah.chat;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.mynah.domain.Address;
import io.mynah.domain.Group;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * What is said in groups. Everybody there may use what is shared there; only owners share. All else
 * is for private chats: a group hears of it once in a while, and otherwise nothing at all.
 * Thread-safe.
 */
final class GroupTalk {
  private static final Duration BETWEEN_HINTS = Duration.ofMinutes(10);

  private final Channel channel;
  private final Access access;
  private final GroupSpeaking speaking;
  private final GroupPlay play;
  private final Sharing sharing;
  private final Set<String> commands;
  private final Cache<Address, String> hinted =
      Caffeine.newBuilder().expireAfterWrite(BETWEEN_HINTS).build();

  /**
   * @param commands those of private chats
   */
  GroupTalk(
      Channel channel,
      Access access,
      GroupSpeaking speaking,
      GroupPlay play,
      Sharing sharing,
      Set<String> commands) {
    this.channel = channel;
    this.access = access;
    this.speaking = speaking;
    this.play = play;
    this.sharing = sharing;
    this.commands = commands;
  }

  /** Hears a message with a command in it. */
  void hears(Command.Call call, String command, Group group) throws IOException {
    switch (command) {
      case "speak" -> hintUnless(speaking.speak(call, group), call, group);
      case "converse" -> hintUnless(play.converse(call, group), call, group);
      case "guess" -> hintUnless(play.guess(call, group), call, group);
      case "share" -> {
        if (access.allows(call.envelope())) {
          sharing.share(call, group);
        }
      }
      case "unshare" -> {
        if (access.allows(call.envelope())) {
          sharing.unshare(call, group);
        }
      }
      default -> {
        if (commands.contains(command) && access.allows(call.envelope())) {
          hint(call, group, "access.private");
        }
      }
    }
  }

  /** Hears that a button was pressed; one that is for no group, or out of date, does nothing. */
  void hears(Incoming.Press press, Phrases phrases, Group group) throws IOException {
    Optional<Action> known = Action.parse(press.action());
    if (known.isEmpty()) {
      return;
    }
    PressHandler.Pressed pressed =
        new PressHandler.Pressed(press.envelope(), press.message(), known.get(), phrases);
    switch (known.get().verb()) {
      case SPEAK -> speaking.press(pressed, group);
      case STOP_CONVERSING -> play.pressStop(pressed);
      case GUESS -> play.pressGuess(pressed);
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
