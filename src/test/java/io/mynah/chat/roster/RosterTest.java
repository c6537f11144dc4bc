package io.mynah.chat.roster;

import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.chat.Reply;
import io.mynah.chat.buttons.Action;
import io.mynah.chat.buttons.Verb;
import io.mynah.chat.words.Phrases;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.domain.TestPerson;
import io.mynah.store.TestSqlite;
import io.mynah.store.corpora.Corpora;
import io.mynah.store.database.Database;
import io.mynah.vault.TestKeys;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RosterTest {
  @TempDir Path home;

  private Reply asked(int count) {
    List<Person> people =
        IntStream.rangeClosed(1, count).mapToObj(i -> TestPerson.of(i, "Person " + i)).toList();
    try (Database database = TestSqlite.open(home.resolve("mynah.db"), TestKeys.MASTER)) {
      return new Roster(new Corpora(database))
          .question(
              Phrases.in(Locale.ENGLISH),
              "Who?",
              OwnerId.LOCAL,
              people,
              person -> Action.of(Verb.CHAT, person.id().value()));
    }
  }

  @Test
  void whereNotAllHaveAButtonItSaysHowElseTheyAreNamed() {
    assertThat(asked(24).text()).isEqualTo("Who?");
    Reply many = asked(26);
    assertThat(many.text())
        .isEqualTo(
            "Who?\n2 more are not shown here: you can also write the command with the name.");
    assertThat(many.buttons().stream().mapToInt(List::size).sum()).isEqualTo(24);
  }
}
