package io.mynah.chat.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mynah.chat.Envelope;
import io.mynah.chat.Incoming;
import io.mynah.chat.buttons.Action;
import io.mynah.chat.converse.ConverseArguments;
import io.mynah.chat.roster.NameFinder;
import io.mynah.chat.voice.SpeakArguments;
import io.mynah.chat.words.Wording;
import io.mynah.domain.Address;
import io.mynah.domain.MessageRef;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.domain.TestPerson;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;

/** Whatever people write or send in a button's name is understood or not, and breaks nothing. */
@Tag("fuzz")
class WordsFuzzTest {
  private static final Envelope ENVELOPE =
      new Envelope(
          new OwnerId("telegram:1"),
          null,
          new Address("1"),
          new MessageRef(new Address("1"), "1"),
          null,
          Locale.ENGLISH);

  @FuzzTest(maxDuration = "1h")
  void commands(FuzzedDataProvider data) {
    String name = data.consumeString(40);
    Person person = TestPerson.of(1, name.isEmpty() ? "Bella" : name);
    List<Person> people = List.of(person, TestPerson.of(2, "Tim and Bella"));
    String text = data.consumeRemainingAsString();
    var command = CommandParser.parse(new Incoming.Text(ENVELOPE, "/speak " + text, null));
    assertThat(command).isPresent();
    NameFinder.Found found = NameFinder.find(command.get().arguments(), people);
    assertThat(people).containsAll(found.people());
    SpeakArguments speak = SpeakArguments.parse(found.rest());
    assertThat(speak.count()).isBetween(0, SpeakArguments.MOST);
    ConverseArguments converse =
        ConverseArguments.parse(ConverseArguments.withoutAnd(found.rest()));
    assertThat(converse.count()).isPositive();
    assertThat(Wording.name(name)).isNotBlank().doesNotContain("\n");
    var whole = CommandParser.parse(new Incoming.Text(ENVELOPE, text, null));
    whole.ifPresent(parsed -> assertThat(parsed.name()).matches("[a-z0-9_]{1,32}"));
  }

  @FuzzTest(maxDuration = "1h")
  void buttons(FuzzedDataProvider data) {
    String text = data.consumeRemainingAsString();
    Action.parse(text)
        .ifPresent(
            action -> {
              assertThat(Action.parse(action.encode())).contains(action);
              assertThat(action.ids()).hasSize(action.verb().ids()).allMatch(id -> id >= 0);
            });
  }
}
