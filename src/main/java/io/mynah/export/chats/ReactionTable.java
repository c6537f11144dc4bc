package io.mynah.export.chats;

import io.mynah.domain.PersonKey;
import io.mynah.domain.Reactions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts how often the people of one chat react to messages of others, and with which emoji. What
 * was written before the first reaction in the chat does not count: most of it is older than
 * reactions are. Nor does what was written before a person was seen first. Once the allowance is
 * used up, no more people and emoji are added.
 */
final class ReactionTable {
  /** What an emoji of a person takes, without its text. */
  private static final int EMOJI_BYTES = 96;

  /** Most different emoji that are counted of a person while the chat is read. */
  private static final int MOST_COUNTED = 128;

  /** Most different emoji that are kept of a person. */
  private static final int MOST_KEPT = 32;

  /** The counts of one person. */
  private static final class Tally {
    /** How many messages were counted before the person was seen first. */
    final int before;

    int own;
    int reacted;

    /** The number of the last message that the person reacted to. */
    int last;

    final Map<String, Integer> emoji = new HashMap<>(0);

    Tally(int before) {
      this.before = before;
    }
  }

  private final ChatHeader header;
  private final PeopleTable.Allowance allowance;
  private final Map<PersonKey, Tally> tallies = new HashMap<>();
  private final CharSlice peer = new CharSlice();
  private final CharSlice name = new CharSlice();
  private int messages;

  /**
   * @param allowance for this table alone, so that reactions take no room from people who write
   */
  ReactionTable(ChatHeader header, PeopleTable.Allowance allowance) {
    this.header = header;
    this.allowance = allowance;
  }

  /** Counts a message and the reactions to it. */
  void count(PersonKey sender, List<MessageDraft.Reaction> reactions) {
    boolean begun = messages > 0 || !reactions.isEmpty();
    if (begun) {
      messages++;
    }
    Tally author = sender.equals(PersonKey.NOBODY) ? null : tally(sender);
    if (author != null && begun) {
      author.own++;
    }
    for (MessageDraft.Reaction reaction : reactions) {
      count(sender, reaction);
    }
  }

  private void count(PersonKey sender, MessageDraft.Reaction reaction) {
    peer.set(reaction.peer());
    name.set(reaction.name());
    PersonKey key = PeopleTable.key(peer, ChatHeader.clean(name), header);
    Tally person = key == null || key.equals(sender) ? null : tally(key);
    if (person == null || !add(person, reaction.emoji())) {
      return;
    }
    if (person.last < messages) {
      person.last = messages;
      person.reacted++;
    }
  }

  private @Nullable Tally tally(PersonKey person) {
    Tally known = tallies.get(person);
    if (known != null || !allowance.takePerson(tallies.size(), person.value())) {
      return known;
    }
    Tally added = new Tally(Math.max(0, messages - 1));
    tallies.put(person, added);
    return added;
  }

  /** Counts an emoji; returns whether there is room for it. */
  private boolean add(Tally person, String emoji) {
    if (!person.emoji.containsKey(emoji)
        && (person.emoji.size() >= MOST_COUNTED
            || !allowance.take(EMOJI_BYTES + Character.BYTES * emoji.length()))) {
      return false;
    }
    person.emoji.merge(emoji, 1, Integer::sum);
    return true;
  }

  /** What was counted of everybody who reacted. */
  Map<PersonKey, Reactions> counts() {
    Map<PersonKey, Reactions> counts = new HashMap<>();
    tallies.forEach(
        (person, tally) -> {
          if (tally.reacted > 0) {
            counts.put(person, counts(tally));
          }
        });
    return counts;
  }

  private Reactions counts(Tally tally) {
    List<Map.Entry<String, Integer>> frequent = new ArrayList<>(tally.emoji.entrySet());
    frequent.sort(
        Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
            .thenComparing(Map.Entry.comparingByKey()));
    TreeMap<String, Integer> kept = new TreeMap<>();
    frequent.stream().limit(MOST_KEPT).forEach(each -> kept.put(each.getKey(), each.getValue()));
    return new Reactions(messages - tally.before - tally.own, tally.reacted, kept);
  }
}
