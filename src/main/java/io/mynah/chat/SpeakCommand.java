package io.mynah.chat;

import io.mynah.domain.MessageRef;
import io.mynah.domain.Person;
import java.io.IOException;
import java.util.List;

/** {@code /speak NAME [n] [what you say to them]}. */
final class SpeakCommand implements Command {
  private static final int NAMES_SHOWN = 30;

  private final Channel channel;
  private final Roster roster;
  private final VoiceStates voices;
  private final Speaking speaking;

  SpeakCommand(Channel channel, Roster roster, VoiceStates voices, Speaking speaking) {
    this.channel = channel;
    this.roster = roster;
    this.voices = voices;
    this.speaking = speaking;
  }

  @Override
  public void run(Call call) throws IOException {
    List<Person> people = roster.people(call.owner());
    if (people.isEmpty()) {
      say(call, Reply.of(call.phrases().of("speak.nobody")));
    } else if (call.arguments().isEmpty()) {
      askWhom(call, people);
    } else {
      NameFinder.Found found = NameFinder.find(call.arguments(), people);
      answer(call, found, people);
    }
  }

  private void answer(Call call, NameFinder.Found found, List<Person> people) throws IOException {
    SpeakRequest request = request(call, found.rest());
    List<Person> meant = voices.meant(found.people());
    if (found.sure() && meant.size() == 1) {
      speaking.speak(call.envelope(), call.phrases(), meant.get(0), request);
    } else if (found.people().isEmpty()) {
      unknown(call, people);
    } else {
      String key = found.sure() ? "speak.which" : "speak.did-you-mean";
      offer(call, call.phrases().of(key), found.people(), request);
    }
  }

  /** Words of their own come first; without them, the message that was replied to is answered. */
  private static SpeakRequest request(Call call, String rest) {
    SpeakRequest request = SpeakRequest.parse(rest);
    Incoming.Answered answered = call.answered();
    return request.said().isEmpty() && answered != null
        ? new SpeakRequest(request.count(), request.capped(), answered.text().strip())
        : request;
  }

  private void askWhom(Call call, List<Person> people) throws IOException {
    List<Person> ready = people.stream().filter(voices::ready).toList();
    if (!ready.isEmpty()) {
      offer(call, call.phrases().of("speak.whom"), ready, request(call, ""));
    } else if (people.size() == 1) {
      say(call, voices.silence(call.phrases(), people.get(0)));
    } else {
      offer(call, call.phrases().of("speak.whom-untrained"), people, request(call, ""));
    }
  }

  private void unknown(Call call, List<Person> people) throws IOException {
    List<Person> ready = people.stream().filter(voices::ready).toList();
    List<Person> shown = ready.isEmpty() ? people : ready;
    String names =
        Wording.names(call.phrases(), shown.stream().limit(NAMES_SHOWN).map(Person::name).toList());
    offer(call, call.phrases().of("speak.unknown", "names", names), ready, request(call, ""));
  }

  private void offer(Call call, String question, List<Person> people, SpeakRequest request)
      throws IOException {
    MessageRef asked =
        channel.send(
            call.envelope().address(),
            new Reply(
                question,
                roster.buttons(
                    call.owner(),
                    people,
                    person -> Action.of(Verb.SPEAK, person.id().value(), request.count()))));
    speaking.remember(asked, call.owner(), request.said());
  }

  private void say(Call call, Reply reply) throws IOException {
    channel.send(call.envelope().address(), reply);
  }
}
