package io.mynah.chat;

import io.mynah.domain.Chat;
import io.mynah.domain.Person;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** {@code /people}: who is there, chat by chat, and who can speak. */
final class PeopleCommand implements Command {
  private static final int SHOWN_A_CHAT = 20;
  private static final int BUTTONS = 8;

  private final Channel channel;
  private final Roster roster;
  private final VoiceStates voices;

  PeopleCommand(Channel channel, Roster roster, VoiceStates voices) {
    this.channel = channel;
    this.roster = roster;
    this.voices = voices;
  }

  @Override
  public void run(Call call) throws IOException {
    List<Person> people = roster.people(call.owner());
    if (people.isEmpty()) {
      channel.send(call.envelope().address(), Reply.of(call.phrases().of("speak.nobody")));
      return;
    }
    List<String> lines = new ArrayList<>();
    for (Chat chat : roster.chats(call.owner())) {
      List<Person> here = people.stream().filter(p -> p.chat().equals(chat.id())).toList();
      lines.add((lines.isEmpty() ? "" : "\n") + Wording.name(chat.title()));
      here.stream().limit(SHOWN_A_CHAT).forEach(p -> lines.add(line(call.phrases(), p)));
      if (here.size() > SHOWN_A_CHAT) {
        lines.add(call.phrases().of("people.more", "count", here.size() - SHOWN_A_CHAT));
      }
    }
    List<Person> ready = people.stream().filter(voices::ready).limit(BUTTONS).toList();
    channel.send(
        call.envelope().address(),
        new Reply(
            String.join("\n", lines),
            roster.buttons(
                call.owner(),
                ready,
                p -> Action.of(Verb.SPEAK, p.id().value(), SpeakRequest.AS_THEY_DO))));
  }

  private String line(Phrases phrases, Person person) {
    if (person.messages() == 0) {
      return phrases.of("people.silent", "name", Wording.name(person.name()));
    }
    return phrases.of(
        "people.line",
        "name",
        Wording.name(person.name()),
        "count",
        person.messages(),
        "span",
        Wording.span(phrases, person.first(), person.last()),
        "state",
        voices.inShort(phrases, person));
  }
}
