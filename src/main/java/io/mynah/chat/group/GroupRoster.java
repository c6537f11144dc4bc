package io.mynah.chat.group;

import io.mynah.chat.roster.NameFinder;
import io.mynah.chat.training.VoiceStates;
import io.mynah.chat.words.Phrases;
import io.mynah.chat.words.Wording;
import io.mynah.domain.Group;
import io.mynah.domain.GroupShare;
import io.mynah.domain.Person;
import io.mynah.store.corpora.Shares;
import java.util.List;

/** The people who are shared in a group. Thread-safe. */
final class GroupRoster {
  private final Shares shares;
  private final VoiceStates voices;

  GroupRoster(Shares shares, VoiceStates voices) {
    this.shares = shares;
    this.voices = voices;
  }

  /** The shares of a group, the oldest first. */
  List<GroupShare> at(Group group) {
    return shares.at(group.address());
  }

  /** The people who can speak; everybody if nobody can. */
  List<GroupShare> preferred(List<GroupShare> groupShares) {
    List<GroupShare> ready = groupShares.stream().filter(this::ready).toList();
    return ready.isEmpty() ? groupShares : ready;
  }

  boolean ready(GroupShare share) {
    return voices.ready(share.person());
  }

  /** Whether a share is still in effect. */
  boolean holds(GroupShare share) {
    return at(share.group()).stream()
        .anyMatch(other -> other.person().id().equals(share.person().id()));
  }

  /** Finds whose name a text begins with: several people if it is not certain, or nobody. */
  Found find(String text, List<GroupShare> groupShares) {
    NameFinder.Found found =
        NameFinder.find(text, groupShares.stream().map(GroupShare::person).toList());
    List<Person> people = found.people();
    List<GroupShare> fitting =
        groupShares.stream().filter(s -> people.contains(s.person())).toList();
    List<GroupShare> ready = fitting.stream().filter(this::ready).toList();
    return new Found(ready.size() == 1 ? ready : fitting, found.rest(), found.sure());
  }

  /**
   * The people whose name a text begins with.
   *
   * @param rest of the text, after the name
   * @param sure whether the name matches; if not, these people only have the closest names
   */
  record Found(List<GroupShare> shares, String rest, boolean sure) {
    boolean one() {
      return sure && shares.size() == 1;
    }
  }

  static String names(Phrases phrases, List<GroupShare> shares) {
    return Wording.names(phrases, shares.stream().map(s -> s.person().name()).distinct().toList());
  }
}
