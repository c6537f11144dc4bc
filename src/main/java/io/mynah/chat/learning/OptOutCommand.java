package io.mynah.chat.learning;

import io.mynah.chat.Channel;
import io.mynah.chat.Reply;
import io.mynah.chat.feature.Command;
import io.mynah.chat.feature.Environment;
import io.mynah.chat.feature.FaultLog;
import io.mynah.chat.forget.OwnerErasure;
import io.mynah.chat.roster.Roster;
import io.mynah.chat.words.Languages;
import io.mynah.chat.words.Phrases;
import io.mynah.chat.words.Wording;
import io.mynah.domain.Address;
import io.mynah.domain.Chat;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.domain.PersonKey;
import io.mynah.store.corpora.LearningGroups;
import io.mynah.store.corpora.LearningGroups.Learned;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;

/**
 * {@code /optout} and {@code /optin}, for everybody: whoever opts out is never learned from in a
 * group, and is erased from the chats of groups. The owners of those chats are told. Thread-safe.
 */
final class OptOutCommand {
  private final Channel channel;
  private final Languages languages;
  private final Clock clock;
  private final FaultLog faults;
  private final LearningGroups groups;
  private final Roster roster;
  private final OwnerErasure erasure;

  OptOutCommand(
      Environment environment, LearningGroups groups, Roster roster, OwnerErasure erasure) {
    channel = environment.channel();
    languages = environment.languages();
    clock = environment.clock();
    faults = environment.faults();
    this.groups = groups;
    this.roster = roster;
    this.erasure = erasure;
  }

  void optOut(Command.Call call) throws IOException {
    Optional<PersonKey> person = PersonKey.of(call.owner());
    if (person.isEmpty()) {
      say(call, "group.anonymous");
      return;
    }
    groups.optOut(person.get(), clock.instant());
    eraseAll(person.get());
    say(call, "optout.done");
  }

  /** What fails for one owner does not keep the person with another. */
  private void eraseAll(PersonKey person) throws IOException {
    IOException fault = null;
    RuntimeException passing = null;
    for (Learned learned : groups.learned(person)) {
      try {
        erase(learned);
      } catch (IOException e) {
        fault = e;
      } catch (RuntimeException e) {
        passing = e;
      }
    }
    if (passing != null) {
      throw passing; // may be tried again
    }
    if (fault != null) {
      throw fault;
    }
  }

  private void erase(Learned learned) throws IOException {
    OwnerId owner = learned.owner();
    Optional<Person> found = roster.personOfChat(owner, learned.person().value());
    if (found.isPresent()) {
      String title = title(owner, found.get());
      boolean voiced = erasure.isVoiced(found.get());
      int others = erasure.optedOut(owner, found.get());
      // An owner who cannot be reached does not keep the person by that.
      boolean unused = faults.attempt(() -> tell(owner, found.get(), title, voiced, others));
    }
  }

  private String title(OwnerId owner, Person person) {
    return roster.chat(owner, person.chat().value()).map(Chat::title).orElse("");
  }

  private void tell(OwnerId owner, Person person, String title, boolean voiced, int others)
      throws IOException {
    Optional<Address> privately = channel.privately(owner);
    if (privately.isEmpty()) {
      return;
    }
    Phrases phrases = languages.of(owner);
    String text =
        phrases.of(
            "optout.owner",
            "name",
            Wording.name(person.name()),
            "group",
            Wording.name(title),
            "voice",
            voiced ? 1 : 0,
            "others",
            others);
    channel.once(
        "optout " + person.id().value(), () -> channel.send(privately.get(), Reply.of(text)));
  }

  void optIn(Command.Call call) throws IOException {
    Optional<PersonKey> person = PersonKey.of(call.owner());
    if (person.isEmpty()) {
      say(call, "group.anonymous");
    } else {
      boolean unused = groups.optIn(person.get());
      say(call, "optin.done");
    }
  }

  private void say(Command.Call call, String key) throws IOException {
    channel.send(call.envelope().address(), Reply.of(call.phrases().of(key)));
  }
}
