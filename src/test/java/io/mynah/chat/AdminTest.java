package io.mynah.chat;

import static io.mynah.chat.English.anyText;
import static io.mynah.chat.English.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.chat.dispatch.AllowedUsers;
import io.mynah.chat.limits.Limits;
import io.mynah.domain.Address;
import io.mynah.domain.Group;
import io.mynah.domain.OwnerId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code /admin}: who uses the bot, what each may use, and who is put out. */
class AdminTest {
  private static final String CODE = "k3Yk3Y";

  @TempDir Path home;
  private Bot bot;
  private Someone ann;
  private Someone ben;

  @BeforeEach
  void annInvitesBen() {
    bot = new Bot(home).allows(new AllowedUsers.ByLink(), CODE).start();
    ann = bot.someone(1);
    ann.says("/start " + CODE);
    ben = bot.someone(22);
    comesIn();
  }

  @AfterEach
  void close() {
    bot.close();
  }

  private void comesIn() {
    ann.says("/invite");
    ben.says("/start " + ann.reads().replaceFirst("(?s).*link\\?", ""));
    assertThat(ben.reads()).startsWith(text("start.what"));
  }

  private void putsBenOut(String button) {
    ann.says("/admin 22");
    ann.presses(text("button.put-out"));
    ann.presses(text(button));
  }

  private void isOut() {
    bot.clock().advance(Duration.ofMinutes(61));
    ben.says("/people");
    ben.hears("access.stranger");
  }

  @Test
  void showsWhoIsLetInAndHowMuchEachUsesAndNoWordOrName() {
    ben.trains(Export.ofBellaAndTim());
    ann.says("/admin");
    assertThat(ann.reads())
        .startsWith(text("admin.head", 2))
        .endsWith(text("admin.foot-link"))
        .containsPattern(
            anyText("admin.line", "user", "22", "messages", 40, "voices", 2, "done", 2, "open", 0))
        .containsPattern(
            anyText("admin.line", "user", "1", "messages", 0, "voices", 0, "done", 0, "open", 0))
        .doesNotContain("Bella", "Tim", text("admin.out"));
    assertThat(ann.buttons()).containsExactly("1", "22");
    ann.presses("22");
    assertThat(ann.reads()).contains("/admin 22 trainings 3").doesNotContain("Bella");
    ann.presses(text("card.back"));
    assertThat(ann.reads()).startsWith(text("admin.head", 2));
  }

  @Test
  void whoIsPutOutIsAnsweredNoMoreAndFindsTheirDataWhenLetInAgain() {
    ben.trains(Export.ofBellaAndTim());
    Group friends = new Group(new Address("group 1"), "Friends");
    ben.in(friends).says("/share Bella");
    ben.says("/chat Bella");
    putsBenOut("button.put-out-keep");
    ann.hears("admin.kept", "22");
    isOut();
    assertThat(ben.asksInline("Bella hey")).isEmpty();
    int before = bot.phone().at(friends.address()).size();
    bot.someone(50).in(friends).says("/speak Bella");
    assertThat(bot.phone().at(friends.address()).stream().skip(before))
        .as("nobody is shared any more")
        .noneMatch(shown -> shown.now().text().contains("from Bella"));
    ann.says("/admin");
    assertThat(ann.reads()).contains(text("admin.out"));

    comesIn();
    ben.says("hello");
    assertThat(ben.reads()).as("the talk is over").doesNotContain("from Bella");
    ben.says("/speak Bella");
    assertThat(ben.reads()).contains("from Bella");
  }

  @Test
  void whoIsPutOutMayBeErasedAsWell() {
    ben.trains(Export.ofBellaAndTim());
    putsBenOut("button.put-out-erase");
    ann.hears("admin.erased", "22");
    isOut();
    assertThat(bot.corpora().chats(ben.owner())).isEmpty();
    assertThat(bot.blobs().names()).isEmpty();
    ann.says("/admin");
    assertThat(ann.buttons()).containsExactly("1");
    comesIn();
    ben.says("/people");
    ben.hears("speak.nobody");
  }

  @Test
  void trainingsOfWhoIsPutOutEnd() {
    bot.school().hold();
    ben.sends("result.json", Export.ofBellaAndTim().json(), "/train");
    ben.awaits("Bella: ▓▓▓▓");
    ann.says("/admin");
    assertThat(ann.reads())
        .containsPattern(
            anyText("admin.line", "user", "22", "messages", 40, "voices", 0, "done", 0, "open", 2));
    putsBenOut("button.put-out-keep");
    ann.hears("admin.kept", "22");
    bot.phone().await("no training", () -> !bot.working(ben.owner()));
    bot.school().release();
  }

  @Test
  void anotherProcessPutsOutAndTheRunningBotNotices() {
    bot.school().hold();
    ben.sends("result.json", Export.ofBellaAndTim().json(), "/train");
    ben.awaits("Bella: ▓▓▓▓");
    bot.putsOutElsewhere(ben.owner(), true);
    isOut();
    bot.phone().await("nothing is left", () -> bot.corpora().chats(ben.owner()).isEmpty());
    bot.phone().await("done", () -> !bot.puttingOut());
    bot.school().release();
  }

  @Test
  void whatIsUnderWayHereEndsWhenABotThatSharesTheUserPutsThemOut() {
    ben.trains(Export.ofBellaAndTim());
    ben.says("/converse Bella Tim 3");
    assertThat(bot.working(ben.owner())).isTrue();
    bot.isPutOutByAnotherBot(ben.owner());
    bot.phone().await("nobody talks", () -> !bot.working(ben.owner()));
    comesIn();
    ben.says("/converse Bella Tim 3");
    bot.clock().advance(Duration.ofHours(2));
    bot.phone().await("it is forgotten", () -> !bot.knowsWhoWasPutOut());
    assertThat(bot.working(ben.owner())).as("who was let in again").isTrue();
  }

  @Test
  void whoWasPutOutWhileTheBotWasDownIsOutAndErasedAtTheNextStart() {
    ben.trains(Export.ofBellaAndTim());
    bot.putsOutWhileDown(ben.owner(), true);
    assertThat(bot.puttingOut()).isFalse();
    assertThat(bot.corpora().chats(ben.owner())).isEmpty();
    isOut();
  }

  @Test
  void theQuestionCanBeLeftAndGrowsOld() {
    ann.says("/admin 22");
    ann.presses(text("button.put-out"));
    assertThat(ann.reads()).isEqualTo(text("admin.ask", "user", "22", "messages", 0, "voices", 0));
    String yes = ann.action(text("button.put-out-erase"));
    ann.presses(text("button.leave-in"));
    assertThat(ann.reads()).contains("/admin 22 trainings 3");
    ben.presses(ben.newest().ref(), yes);
    ben.hears("hint.stale-button");
    bot.clock().advance(Duration.ofMinutes(61));
    ann.presses(ann.newest().ref(), yes);
    ann.hears("hint.stale-button");
    ben.says("/people");
    ben.hears("speak.nobody");
  }

  @Test
  void handledAgainItIsDoneOnceAndSaid() {
    ben.trains(Export.ofBellaAndTim());
    ann.says("/admin 22");
    ann.presses(text("button.put-out"));
    String yes = ann.action(text("button.put-out-erase"));
    ann.presses(ann.newest().ref(), yes);
    bot.phone().replays(bot.clock().instant());
    ann.presses(ann.newest().ref(), yes);
    ann.hears("admin.erased", "22");
    bot.phone().replaysNoMore();
    ann.presses(ann.newest().ref(), yes);
    ann.hears("hint.stale-button");
  }

  @Test
  void administratorsAreNotPutOut() {
    ann.says("/admin 1");
    ann.presses(text("button.put-out"));
    ann.hears("admin.fixed-administrator");
    bot.stop();
    bot.isAdministeredBy("1, 22").start();
    ann.says("/admin 22");
    ann.presses(text("button.put-out"));
    ann.hears("admin.fixed-administrator");
  }

  @Test
  void nobodyPutsThemselvesOutWhoAdministersByTheirUserName() {
    bot.stop();
    bot.isAdministeredBy("ann_o").start();
    Someone named = bot.someone(1, "Ann_O");
    named.says("/admin 1");
    named.presses(text("button.put-out"));
    named.hears("admin.fixed-administrator");
  }

  @Test
  void whereASettingSaysWhoIsLetInItIsSaidWhatCanBeDone() {
    ben.trains(Export.ofBellaAndTim());
    bot.stop();
    bot.allows(AllowedUsers.parse("1, 22"), null).isAdministeredBy("1").start();
    ann.says("/admin 22");
    ann.presses(text("button.put-out"));
    ann.hears("admin.fixed-list", "MYNAH_ALLOWED");
    bot.stop();
    bot.allows(new AllowedUsers.Everyone(), null).start();
    ann.says("/admin");
    assertThat(ann.reads()).endsWith(text("admin.foot-setting", "MYNAH_ALLOWED"));
    ann.presses("22");
    ann.presses(text("button.put-out"));
    ann.hears("admin.fixed-everyone", "MYNAH_ALLOWED");
    ben.says("/speak Bella");
    assertThat(ben.reads()).contains("from Bella");
  }

  @Test
  void onePersonMayBeGivenFewerTrainingsThanTheOthers() {
    ann.says("/admin 22 trainings 1");
    assertThat(ann.reads())
        .contains(text("admin.limits", "trainings", 1, "messages", 0, "megabytes", 0));
    bot.school().hold();
    ben.sends("result.json", Export.ofBellaAndTim().json(), "/train");
    ben.awaits("Bella: ▓▓▓▓");
    assertThat(ben.reads()).contains(text("limits.jobs", 1));
    bot.school().release();
    ben.awaitsQuiet();
    bot.restart();
    ann.says("/admin 22");
    assertThat(ann.reads())
        .contains(text("admin.limits", "trainings", 1, "messages", 0, "megabytes", 0));
  }

  @Test
  void onePersonMayKeepFewerMessagesOrMegabytesThanTheOthers() {
    ben.trains(Export.ofBellaAndTim());
    ann.says("/admin 22 messages 40");
    ben.sends("result.json", Export.ofBellaAndTim().json(), "/train");
    ben.hears("limits.messages", 40);
    ann.trains(Export.ofBellaAndTim());
    bot.stop();
    bot.limitedTo(new Limits(0, 0, 0, 1, 0, 0)).start();
    ann.sends("result.json", Export.ofBellaAndTim().json(), "/train");
    assertThat(ann.reads()).containsPattern(anyText("limits.stored"));
    ann.says("/admin 1 megabytes 7");
    ann.sends("result.json", Export.ofBellaAndTim().json(), "/train");
    ann.awaits(text("upload.nothing-new", "Bella and Tim"));
    ann.says("/admin 1 megabytes default");
    ann.sends("result.json", Export.ofBellaAndTim().json(), "/train");
    assertThat(ann.reads()).containsPattern(anyText("limits.stored"));
    ann.says("/admin 22 messages 0");
    ann.says("/admin 22 megabytes 0");
    ben.sends("result.json", Export.ofBellaAndTim().json(), "/train");
    ben.awaits(text("upload.nothing-new", "Bella and Tim"));
  }

  @Test
  void limitsAreUnderstoodInAnyLanguageAndWhatIsNoneIsSaid() {
    ann.speaking(Locale.GERMAN).says("/admin 22 nachrichten 5");
    ann.speaking(Locale.ENGLISH).says("/admin 22");
    assertThat(ann.reads())
        .contains(text("admin.limits", "trainings", 0, "messages", 5, "megabytes", 0));
    for (String words : new String[] {"x", "22 trainings", "22 trainings many", "22 cats 3"}) {
      ann.says("/admin " + words);
      ann.hears("admin.usage");
    }
    ann.says("/admin 23");
    ann.hears("admin.unknown");
  }

  @Test
  void nobodyAdministersAtTheTerminal() {
    Someone local = new Someone(bot, OwnerId.LOCAL, null);
    bot.phone().local = true;
    local.says("/admin");
    local.hears("hint.command");
  }
}
