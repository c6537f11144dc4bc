package io.mynah.chat.group;

import io.mynah.chat.feature.Services;
import io.mynah.chat.roster.NameFinder;
import io.mynah.chat.words.Phrases;
import io.mynah.chat.words.Wording;
import io.mynah.domain.Group;
import io.mynah.domain.Person;
import io.mynah.domain.Share;
import io.mynah.store.Personas;
import io.mynah.store.Shares;
import java.util.List;

/** The people who are shared in a group. Thread-safe. */
final class GroupRoster {
  private final Shares shares;
  private final Personas personas;

  GroupRoster(Services services) {
    this.shares = services.shares();
    this.personas = services.personas();
  }

  /** Who is shared in a group, the first shared first. */
  List<Share> at(Group group) {
    return shares.at(group.address());
  }

  /** Those who can speak; everybody where nobody can. */
  List<Share> preferred(List<Share> here) {
    List<Share> ready = here.stream().filter(this::ready).toList();
    return ready.isEmpty() ? here : ready;
  }

  boolean ready(Share share) {
    return personas.find(share.person()).isPresent();
  }

  /** Whether a share still holds. */
  boolean holds(Share share) {
    return at(share.group()).stream()
        .anyMatch(other -> other.person().id().equals(share.person().id()));
  }

  /** Who is meant by the beginning of a text: several where it is not sure, or nobody. */
  Found find(String text, List<Share> here) {
    NameFinder.Found found = NameFinder.find(text, here.stream().map(Share::person).toList());
    List<Person> people = found.people();
    List<Share> fitting = here.stream().filter(s -> people.contains(s.person())).toList();
    List<Share> ready = fitting.stream().filter(this::ready).toList();
    return new Found(ready.size() == 1 ? ready : fitting, found.rest(), found.sure());
  }

  /**
   * Who is meant.
   *
   * @param rest of the text, after the name
   * @param sure whether they fit; if not, they are only the closest
   */
  record Found(List<Share> shares, String rest, boolean sure) {
    boolean one() {
      return sure && shares.size() == 1;
    }
  }

  static String names(Phrases phrases, List<Share> shares) {
    return Wording.names(phrases, shares.stream().map(s -> s.person().name()).distinct().toList());
  }
}
