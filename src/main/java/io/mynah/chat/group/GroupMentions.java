package io.mynah.chat.group;

import io.mynah.chat.Incoming;
import io.mynah.chat.voice.OwnBots;
import io.mynah.domain.Address;
import io.mynah.domain.Group;
import io.mynah.domain.GroupPermission;
import io.mynah.domain.GroupShare;
import io.mynah.domain.PersonId;
import io.mynah.store.conversation.SpokenMessages;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds who is meant where somebody in a group names Mynah's bot with an @. Only voices whose
 * owners allow it answer that. Thread-safe.
 */
final class GroupMentions {
  private final GroupRoster roster;
  private final SpokenMessages spokenMessages;
  private final OwnBots ownBots;

  GroupMentions(GroupRoster roster, SpokenMessages spokenMessages, OwnBots ownBots) {
    this.ownBots = ownBots;
    this.roster = roster;
    this.spokenMessages = spokenMessages;
  }

  /**
   * Who is asked.
   *
   * @param meant one, or several among whom the asker has to choose
   * @param said what is said to them; may be empty
   * @param named whether the text says who is meant
   */
  record Asked(List<GroupShare> meant, String said, boolean named) {}

  /**
   * Who is meant: whose name stands after that of the bot, or else the only one who answers, or who
   * spoke last; empty if nobody is.
   */
  Optional<Asked> asked(Incoming.Text text, Group group) {
    Incoming.Mention mention = text.mention();
    if (mention == null) {
      return Optional.empty();
    }
    List<GroupShare> all = roster.at(group);
    GroupRoster.Found found = roster.find(mention.after(), all);
    boolean named = found.sure() && !found.shares().isEmpty();
    List<GroupShare> answering = answering(named ? found.shares() : all);
    if (answering.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        named
            ? new Asked(
                answering, new Incoming.Mention(mention.before(), found.rest()).text(), true)
            : new Asked(latest(text, answering), text.text(), false));
  }

  /** Whether a text names the own bot of a person who is shared in the group with an @. */
  boolean isToOwnBot(Incoming.Text text, Group group) {
    String words = text.text().toLowerCase(Locale.ROOT);
    return words.contains("@")
        && roster.at(group).stream()
            .flatMap(share -> ownBots.name(share.person()).stream())
            .anyMatch(name -> words.contains("@" + name.toLowerCase(Locale.ROOT)));
  }

  private static List<GroupShare> answering(List<GroupShare> shares) {
    return shares.stream().filter(share -> share.allows(GroupPermission.MENTIONS)).toList();
  }

  /** A chat as Mynah's bot has it, and as the own bots of people have it. */
  private List<Address> addresses(Address chat, List<GroupShare> people) {
    return Stream.concat(
            Stream.of(chat),
            people.stream().flatMap(share -> ownBots.at(share.person(), chat).stream()))
        .toList();
  }

  /** Of several people the one who spoke last where the text was sent; all if that is nobody. */
  private List<GroupShare> latest(Incoming.Text text, List<GroupShare> people) {
    if (people.size() == 1) {
      return people;
    }
    Optional<PersonId> last = spokenMessages.latest(addresses(text.envelope().address(), people));
    List<GroupShare> found =
        people.stream()
            .filter(share -> last.filter(id -> id.equals(share.person().id())).isPresent())
            .toList();
    return found.isEmpty() ? roster.preferred(people) : found;
  }
}
