package io.mynah.chat;

import io.mynah.domain.Person;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Finds out whom a command means that is about one person's model. Thread-safe. */
final class PersonChoice {
  private static final int NAMES_SHOWN = 30;

  private final Channel channel;
  private final Roster roster;
  private final VoiceStates voices;

  PersonChoice(Channel channel, Roster roster, VoiceStates voices) {
    this.channel = channel;
    this.roster = roster;
    this.voices = voices;
  }

  /**
   * The person whose name was given, or the only one there is; else asks.
   *
   * @param action of the button that stands for a person
   */
  Optional<Person> of(Command.Call call, Function<Person, Action> action) throws IOException {
    List<Person> people = roster.people(call.owner());
    if (people.isEmpty()) {
      channel.send(call.envelope().address(), Reply.of(call.phrases().of("speak.nobody")));
      return Optional.empty();
    }
    return call.arguments().isEmpty() ? unnamed(call, people, action) : named(call, people, action);
  }

  private Optional<Person> unnamed(
      Command.Call call, List<Person> people, Function<Person, Action> action) throws IOException {
    List<Person> ready = people.stream().filter(voices::ready).toList();
    List<Person> offered = ready.isEmpty() ? people : ready;
    if (offered.size() == 1) {
      return Optional.of(offered.get(0));
    }
    ask(call, call.phrases().of("who.whose"), offered, action);
    return Optional.empty();
  }

  private Optional<Person> named(
      Command.Call call, List<Person> people, Function<Person, Action> action) throws IOException {
    NameFinder.Found found = NameFinder.find(call.arguments(), people);
    List<Person> meant = voices.meant(found.people());
    if (found.sure() && meant.size() == 1) {
      return Optional.of(meant.get(0));
    }
    if (found.people().isEmpty()) {
      List<Person> ready = people.stream().filter(voices::ready).toList();
      ask(call, unknown(call, ready.isEmpty() ? people : ready), ready, action);
    } else {
      String key = found.sure() ? "speak.which" : "speak.did-you-mean";
      ask(call, call.phrases().of(key), found.people(), action);
    }
    return Optional.empty();
  }

  private static String unknown(Command.Call call, List<Person> known) {
    List<String> names = known.stream().limit(NAMES_SHOWN).map(Person::name).toList();
    return call.phrases().of("speak.unknown", "names", Wording.names(call.phrases(), names));
  }

  private void ask(
      Command.Call call, String question, List<Person> people, Function<Person, Action> action)
      throws IOException {
    channel.send(
        call.envelope().address(),
        new Reply(question, roster.buttons(call.owner(), people, action)));
  }
}
