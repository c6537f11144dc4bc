package io.mynah.chat.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.chat.Button;
import io.mynah.chat.words.Phrases;
import io.mynah.domain.Address;
import io.mynah.domain.ChatId;
import io.mynah.domain.Group;
import io.mynah.domain.GroupShare;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.domain.PersonId;
import io.mynah.domain.PersonKey;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** How often, and at which hours, a voice says something unasked. */
class UnpromptedRhythmTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final int DRAWS = 500;

  private final RandomGenerator random = new SplittableRandom(7);

  private static Person person(int messages, int days) {
    Instant first = NOW.minus(Duration.ofDays(days));
    return new Person(
        new PersonId(1),
        new ChatId(1),
        new PersonKey("user1"),
        "Bella",
        List.of(),
        messages,
        first,
        NOW,
        List.of());
  }

  private static int[] always() {
    int[] hours = new int[24];
    Arrays.fill(hours, 10);
    return hours;
  }

  @Test
  void itSpeaksNoMoreOftenThanThePersonDidAndAtMostThreeTimesADay() {
    UnpromptedRhythm rare = new UnpromptedRhythm(person(10, 40), always());
    UnpromptedRhythm frequent = new UnpromptedRhythm(person(40_000, 40), always());
    for (int i = 0; i < DRAWS; i++) {
      assertThat(Duration.between(NOW, rare.next(NOW, 0, random)))
          .isBetween(Duration.ofDays(4), Duration.ofDays(8));
      assertThat(Duration.between(NOW, frequent.next(NOW, 0, random)))
          .isBetween(UnpromptedRhythm.SHORTEST, UnpromptedRhythm.SHORTEST.multipliedBy(2));
    }
  }

  @Test
  void itWaitsTwiceAsLongAfterEachMessageThatNobodyAnswered() {
    UnpromptedRhythm rhythm = new UnpromptedRhythm(person(40, 40), always());
    for (int unanswered = 0; unanswered <= 5; unanswered++) {
      assertThat(Duration.between(NOW, rhythm.next(NOW, unanswered, random)))
          .isBetween(Duration.ofDays(1L << unanswered), Duration.ofDays(2L << unanswered));
    }
  }

  @Test
  void itSpeaksOnlyInHoursInWhichTheChatWasAwake() {
    int[] hours = new int[24];
    hours[3] = 4;
    hours[9] = 100;
    hours[21] = 100;
    UnpromptedRhythm rhythm = new UnpromptedRhythm(person(40_000, 40), hours);
    for (int i = 0; i < DRAWS; i++) {
      Instant next = rhythm.next(NOW.plusSeconds(i * 600L), 0, random);
      assertThat(next.atZone(ZoneOffset.UTC).getHour()).isIn(9, 21);
      assertThat(rhythm.isAwake(next)).isTrue();
    }
    assertThat(rhythm.isAwake(Instant.parse("2026-03-01T03:30:00Z"))).isFalse();
  }

  @Test
  void aPersonOfOneMessageSpeaksToo() {
    int[] hours = new int[24];
    hours[12] = 1;
    Instant next = new UnpromptedRhythm(person(1, 0), hours).next(NOW, 0, random);
    assertThat(next).isAfter(NOW);
    assertThat(next.atZone(ZoneOffset.UTC).getHour()).isEqualTo(12);
  }

  @Test
  void whoHasNoMessagesIsNotOfferedToSpeakUnasked() {
    assertThat(buttons(person(1, 1))).contains("Speak unasked", "Answer @mentions");
    assertThat(buttons(person(0, 0))).doesNotContain("Speak unasked").contains("Answer @mentions");
  }

  private static List<String> buttons(Person person) {
    Group group = new Group(new Address("group"), "Friends");
    GroupShare share = new GroupShare(person, OwnerId.LOCAL, 1, group, Set.of());
    return ShareCard.of(Phrases.in(Locale.ENGLISH), share).buttons().stream()
        .flatMap(List::stream)
        .map(Button::label)
        .toList();
  }
}
