package io.mynah.chat;

import static io.mynah.chat.English.anyText;
import static io.mynah.chat.English.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.chat.dispatch.AllowedUsers;
import io.mynah.chat.dispatch.CommandMenu;
import io.mynah.domain.Address;
import io.mynah.domain.Group;
import io.mynah.domain.OwnerId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who lets others in, and what those hear who open a link. */
class InvitingTest {
  private static final String CODE = "k3Yk3Y";

  @TempDir Path home;
  private Bot bot;
  private Someone ann;

  @BeforeEach
  void annOwnsTheBot() {
    bot = new Bot(home).allows(new AllowedUsers.ByLink(), CODE).start();
    ann = bot.someone(1);
    ann.says("/start " + CODE);
  }

  @AfterEach
  void close() {
    bot.close();
  }

  private String invites() {
    ann.says("/invite");
    assertThat(ann.reads()).containsPattern(anyText("invite.link", "days", 7));
    return ann.reads().replaceFirst("(?s).*link\\?", "");
  }

  @Test
  void thatTheBotHasAnOwnerIsToldAtOnceForTheirMenuAndOnce() throws IOException {
    bot.close();
    bot =
        new Bot(Files.createDirectory(home.resolve("another")))
            .allows(new AllowedUsers.ByLink(), CODE)
            .start();
    AtomicInteger told = new AtomicInteger();
    bot.onOwner(told::incrementAndGet);
    ann = bot.someone(1);
    ann.says("/start " + CODE);
    assertThat(told).hasValue(1);
    bot.someone(2).says("/start " + invites());
    assertThat(told).hasValue(1);
  }

  @Test
  void whoWasLetInFirstInvitesOthersOneByOne() {
    String code = invites();
    Someone ben = bot.someone(2);
    ben.says("/start " + code);
    assertThat(ben.reads()).startsWith(text("start.what"));
    Someone cleo = bot.someone(3);
    cleo.says("/start " + invites());
    assertThat(cleo.reads()).startsWith(text("start.what"));
    bot.restart();
    ben.says("/help");
    assertThat(ben.reads()).startsWith(text("help.head"));
  }

  @Test
  void whoOpensAUsedLinkHearsSoEachTimeWhateverTheyHeardBefore() {
    String code = invites();
    bot.someone(2).says("/start " + code);
    Someone eve = bot.someone(9);
    eve.says("/start");
    eve.hears("access.stranger");
    for (int i = 1; i <= 2; i++) {
      eve.says("/start " + code);
      assertThat(eve.readsAll()).hasSize(1 + i);
      eve.hears("access.used");
    }
    eve.says("/help");
    assertThat(eve.readsAll()).as("is no way in").hasSize(3);
  }

  @Test
  void whoOpensALinkTooLateHearsThatItIsTooOld() {
    String code = invites();
    bot.clock().advance(Duration.ofDays(8));
    Someone eve = bot.someone(9);
    eve.says("/start " + code);
    eve.hears("access.expired");
  }

  @Test
  void whoOpensALinkThatIsNoneHearsSoNowAndThen() {
    Someone eve = bot.someone(9);
    eve.says("/start");
    eve.says("/start k3Yk3y");
    eve.says("/start other");
    assertThat(eve.readsAll()).hasSize(2);
    eve.hears("access.unknown");
  }

  @Test
  void whoIsLetInAlreadyUsesUpNoLink() {
    String code = invites();
    ann.says("/start " + code);
    assertThat(ann.reads()).startsWith(text("start.what"));
    Someone ben = bot.someone(2);
    ben.says("/start " + code);
    assertThat(ben.reads()).startsWith(text("start.what"));
  }

  @Test
  void whoIsLetInFirstIsToldThatTheBotIsTheirs() {
    ann.says("/start");
    assertThat(ann.reads()).contains(text("start.owner"));
    Someone ben = bot.someone(2);
    ben.says("/start " + invites());
    assertThat(ben.reads())
        .startsWith(text("start.what"))
        .doesNotContain(text("start.owner"), "/invite");
  }

  @Test
  void nobodyElseInvitesAndWhoTriesIsToldWhoDoes() {
    Someone ben = bot.someone(2);
    ben.says("/start " + invites());
    ben.says("/invite");
    ben.hears("hint.owner-only");
    ben.says("/invit");
    ben.hears("hint.command");
    ben.says("/help");
    ben.presses(text("help.topic.all"));
    assertThat(ben.reads()).doesNotContain("/invite");
    assertThat(CommandMenu.names()).doesNotContain("invite");
    ann.says("/help");
    ann.presses(text("help.topic.all"));
    assertThat(ann.reads())
        .contains(
            "\n" + text("help.line", "usage", text("usage.invite"), "what", text("menu.invite")));
    ann.says("/invit");
    ann.hears("hint.command-like", "invite");
  }

  @Test
  void noLinkIsMadeInAGroup() {
    Someone there = ann.in(new Group(new Address("group"), "Friends"));
    there.says("/invite");
    assertThat(bot.phone().at(there.address())).isEmpty();
  }

  @Test
  void whoIsNamedAsAnAdministratorIsLetInAndInvitesAndNobodyElseDoes() {
    bot.stop();
    bot.isAdministeredBy("7, @Olga").start();
    for (Someone each : List.of(bot.someone(7), bot.someone(8, "OLGA"))) {
      each.says("/invite");
      assertThat(each.reads()).containsPattern(anyText("invite.link", "days", 7));
    }
    ann.says("/invite");
    ann.hears("hint.owner-only");
  }

  @Test
  void whereEveryoneIsAnsweredNobodyNeedsALink() {
    bot.stop();
    bot.allows(new AllowedUsers.Everyone(), null).start();
    ann.says("/invite");
    assertThat(ann.reads()).containsPattern(anyText("invite.everyone")).endsWith("link?");
  }

  @Test
  void whereAListSaysWhoIsLetInItIsNamedInPlaceOfALink() {
    bot.stop();
    bot.allows(AllowedUsers.parse("1, 2"), null).start();
    ann.says("/invite");
    assertThat(ann.reads()).contains("MYNAH_ALLOWED").doesNotContain("link?");
  }

  @Test
  void whereNoLinkLetsAnybodyInStrangersHearNothingOfLinks() {
    String code = invites();
    bot.stop();
    bot.allows(AllowedUsers.parse("1, 2"), null).start();
    Someone eve = bot.someone(9);
    eve.says("/start " + code);
    eve.hears("access.stranger");
  }

  @Test
  void nobodyAtTheTerminalIsAnAdministrator() {
    Someone local = new Someone(bot, OwnerId.LOCAL, null);
    bot.phone().local = true;
    local.says("/invite");
    local.hears("hint.command");
  }
}
