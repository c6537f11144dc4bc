package io.mynah.export.chats;

import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.domain.PersonKey;
import io.mynah.export.ExportLimits;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How much is counted of reactions without end. */
class ReactionTableTest {
  private static final PersonKey BELLA = new PersonKey("user0");

  private static ReactionTable table(int people) {
    ExportLimits limits = new ExportLimits(1, 1, 1, 1, 1, 1, people, 1);
    return new ReactionTable(new ChatHeader(), new PeopleTable.Allowance(limits));
  }

  private static MessageDraft.Reaction reaction(int emoji, int person) {
    return new MessageDraft.Reaction(
        Character.toString(0x1F300 + emoji), "user" + person, "Somebody");
  }

  @Test
  void ofMorePeopleThanAChatMayHaveTheFirstCount() {
    ReactionTable table = table(5);
    for (int person = 1; person <= 9; person++) {
      table.count(BELLA, List.of(reaction(0, person)));
    }
    table.count(BELLA, List.of(reaction(1, 1)));
    assertThat(table.counts())
        .containsOnlyKeys(
            IntStream.rangeClosed(1, 4)
                .mapToObj(person -> new PersonKey("user" + person))
                .toList());
    assertThat(table.counts().get(new PersonKey("user1")).reacted()).isEqualTo(2);
  }

  @Test
  void manyEmojiOfEachTakeNoMemoryWithoutEnd() {
    int people = 200;
    ReactionTable table = table(people + 1);
    for (int each = 1; each <= people; each++) {
      int person = each;
      table.count(
          BELLA, IntStream.range(0, 128).mapToObj(emoji -> reaction(emoji, person)).toList());
    }
    assertThat(table.counts()).hasSizeBetween(people / 4, people - 1);
  }
}
