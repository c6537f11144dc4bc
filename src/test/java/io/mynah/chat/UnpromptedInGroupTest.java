package io.mynah.chat;

import static io.mynah.chat.English.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.store.corpora.UnpromptedTurns;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Voices that say something unasked in a group; time passes while the bot is down. */
class UnpromptedInGroupTest extends InFriendsGroup {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Instant FAR = Instant.parse("2200-01-01T00:00:00Z");
  private static final int ANY = 100;
  private static final String UNASKED = "Bella: night from Bella 🦜";

  private void allows() {
    olgaThere.says("/share Bella");
    assertThat(olga.reads())
        .contains(text("share.unprompted-off", "name", "Bella", "group", "Friends"));
    olga.presses(text("button.unprompted-on"));
    assertThat(olga.reads())
        .contains(text("share.unprompted-on", "name", "Bella", "group", "Friends"));
  }

  /** All turns, planned or not. */
  private List<UnpromptedTurns.Turn> turns() {
    return bot.unprompted().due(FAR, ANY);
  }

  /** Looks once, as the first thing after a start; returns when the next message is planned. */
  private Instant looks() {
    bot.restart();
    Awaitility.await().atMost(PATIENCE).until(this::isPlanned);
    return turns().get(0).at();
  }

  private boolean isPlanned() {
    Instant at = turns().get(0).at();
    return at != null && at.isAfter(bot.clock().instant());
  }

  private void isNow(Instant time) {
    bot.clock().advance(Duration.between(bot.clock().instant(), time));
  }

  private long unasked() {
    return group().stream().filter(UNASKED::equals).count();
  }

  /** Waits until so many messages are said and it is recorded who said the last. */
  private void awaitUnasked(int count) {
    Awaitility.await()
        .atMost(PATIENCE)
        .until(
            () -> {
              bot.rests();
              return unasked() == count && bot.knowsWhoSaid(member.newest().ref());
            });
  }

  @Test
  void aVoiceSpeaksUnaskedNowAndThenAndLessOftenWhileNobodyAnswers() {
    allows();
    Instant first = looks();
    assertThat(first).isAfter(bot.clock().instant().plus(Duration.ofHours(8)));
    assertThat(unasked()).isZero();
    isNow(first.plusMillis(1));
    Instant second = looks();
    awaitUnasked(1);
    assertThat(Duration.between(first, second)).isGreaterThanOrEqualTo(Duration.ofHours(16));
    assertThat(turns().get(0).unanswered()).isEqualTo(1);
    isNow(second.plusMillis(1));
    looks();
    awaitUnasked(2);
    member.answers(member.newest(), "oh, hello");
    assertThat(member.reads()).isEqualTo("night from Bella … oh, hello 🦜");
    assertThat(turns().get(0)).matches(turn -> turn.unanswered() == 0 && turn.at() == null);
  }

  @Test
  void whatWasDueWhileTheBotWasDownIsNotMadeUpFor() {
    allows();
    Instant first = looks();
    isNow(first.plus(Duration.ofDays(30)));
    Instant second = looks();
    assertThat(second).isAfter(bot.clock().instant());
    assertThat(unasked()).isZero();
    assertThat(turns().get(0).unanswered()).isZero();
  }

  @Test
  void whomNobodyAnswersFiveTimesWaitsForAnAnswer() {
    allows();
    for (int i = 1; i <= 5; i++) {
      isNow(looks());
      looks();
      awaitUnasked(i);
    }
    assertThat(bot.unprompted().due(FAR, 5)).isEmpty();
    member.says("/speak Bella");
    assertThat(bot.unprompted().due(FAR, 5)).hasSize(1);
  }

  @Test
  void nothingIsSaidWhereItIsSwitchedOffOrNotSharedOrThePersonIsForgotten() {
    allows();
    Instant first = looks();
    olga.presses(text("button.unprompted-off"));
    assertThat(turns()).isEmpty();
    olga.presses(text("button.unprompted-on"));
    assertThat(turns()).hasSize(1);
    bot.isInGroup(FRIENDS.address(), false);
    assertThat(turns()).isEmpty();
    bot.isInGroup(FRIENDS.address(), true);
    assertThat(turns()).isEmpty();
    allows();
    olga.says("/forget Bella");
    olga.presses(text("button.erase"));
    olga.awaits(text("forget.done-person", "name", "Bella", "voice", 1, "others", 1));
    isNow(first.plusMillis(1));
    bot.restart();
    assertThat(turns()).isEmpty();
    assertThat(unasked()).isZero();
  }
}
