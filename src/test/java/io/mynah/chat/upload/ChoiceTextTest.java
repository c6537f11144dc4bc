package io.mynah.chat.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.chat.buttons.Action;
import io.mynah.chat.buttons.Verb;
import io.mynah.chat.upload.UploadFindings.FoundChat;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a button that trains those who are picked says of them. */
class ChoiceTextTest {
  private static final int PEOPLE = 64;

  private static long number(int chat, Integer... picked) {
    FoundChat found = new FoundChat(0, "group:1", "Friends", "private_group", 9, PEOPLE, List.of());
    return ChoiceText.pickedNumber(
        new UploadFindings(
            false, List.of(found, found), 0, chat, List.of(picked), 0, -1, false, false));
  }

  @Test
  void standsForTheChoiceAndForNoOther() {
    assertThat(number(0, 1, 31)).isNotEqualTo(number(0, 0, 62));
    Set<Long> numbers = new HashSet<>();
    int choices = 0;
    for (int a = 0; a < PEOPLE; a++) {
      numbers.add(number(0, a));
      choices++;
      for (int b = 0; b < a; b++) {
        numbers.add(number(0, a, b));
        choices++;
      }
    }
    assertThat(numbers).hasSize(choices);
    assertThat(number(1, 1, 31)).as("of another chat").isNotEqualTo(number(0, 1, 31));
  }

  @Test
  void isTheSameInWhateverOrderTheyWerePicked() {
    assertThat(number(0, 3, 1, 2)).isEqualTo(number(0, 1, 2, 3));
  }

  @Test
  void fitsOnAButton() {
    for (int a = 0; a < PEOPLE; a++) {
      Action train = Action.of(Verb.TRAIN_PICKED, 999_999_999_999_999_999L, number(0, a));
      assertThat(train.encode().length()).isLessThanOrEqualTo(64);
      assertThat(Action.parse(train.encode())).contains(train);
    }
  }
}
