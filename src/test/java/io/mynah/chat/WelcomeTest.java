package io.mynah.chat;

import static io.mynah.chat.English.anyText;
import static io.mynah.chat.English.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.chat.dispatch.AllowedUsers;
import io.mynah.domain.Address;
import io.mynah.domain.Group;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first words, the door, and what is said that is no command. */
class WelcomeTest {
  private static final String CODE = "k3Yk3Y";

  @TempDir Path home;
  private Bot bot;

  @BeforeEach
  void make() {
    bot = new Bot(home);
  }

  @AfterEach
  void close() {
    bot.close();
  }

  @Test
  void startExplainsHowToExportAChatAndWhereTheDataStays() {
    Someone ann = bot.start().someone(1);
    ann.says("/start");
    assertThat(ann.reads())
        .contains(text("start.export"))
        .contains(text("start.send"))
        .contains(text("start.privacy"))
        .doesNotContain("/train sample");
  }

  @Test
  void startNamesTheSampleWhereThereIsOne() {
    Someone ann = bot.offersSample("sample", home.resolve("sample.json")).start().someone(1);
    ann.says("/start");
    assertThat(ann.reads()).contains("/train sample").contains("/speak Bella");
  }

  @Test
  void commandsAreUnderstoodInAnyCaseAndWithTheBotsName() {
    Someone ann = bot.start().someone(1);
    ann.says("/HELP@mynah_bot");
    assertThat(ann.reads()).startsWith(text("help.head"));
  }

  @Test
  void aMistypedCommandGetsTheClosestOneSuggested() {
    Someone ann = bot.start().someone(1);
    ann.says("/stats");
    ann.hears("hint.command-like", "status");
    ann.says("/spaek Bella");
    ann.hears("hint.command-like", "speak");
    ann.says("/abrakadabra");
    ann.hears("hint.command");
  }

  @Test
  void wordsThatAreNoCommandAreToldWhatWouldBe() {
    Someone ann = bot.start().someone(1);
    ann.says("hello there");
    assertThat(ann.reads())
        .startsWith(text("hint.text-nobody"))
        .contains("/train", "/start", "/help");
    bot.school().hold();
    ann.sends("result.json", Export.ofBellaAndTim().json(), "/train");
    ann.awaits("40 %");
    ann.says("hello there");
    assertThat(ann.reads()).contains("/speak").contains("/help");
    bot.school().release();
    ann.awaitsQuiet();
  }

  @Test
  void aVoiceMessageIsToldWhatToSendInstead() {
    Someone ann = bot.start().someone(1);
    ann.sendsSomethingElse("voice");
    assertThat(ann.reads()).contains(text("hint.other")).contains("result.json");
  }

  @Test
  void aFaultIsAnsweredWithANumberAndWithoutWhatWentWrong() {
    Someone ann = bot.start().someone(1);
    bot.phone().failNextSend(new IllegalStateException("Bella's secret"));
    ann.says("/help");
    assertThat(ann.reads())
        .containsPattern(anyText("error"))
        .containsPattern("\\b[0-9a-f]{6}\\b")
        .doesNotContain("secret");
    ann.says("/help");
    assertThat(ann.reads()).startsWith(text("help.head"));
  }

  @Test
  void aStrangerIsToldNowAndThenThatTheBotIsPrivateWhateverTheySend() {
    Someone eve = bot.allows(new AllowedUsers.ByLink(), CODE).start().someone(9);
    eve.says("/start");
    eve.says("/train");
    eve.sends("result.json", Export.ofBellaAndTim().json(), "/train");
    eve.presses(eve.newest().ref(), "say:1:1");
    assertThat(eve.readsAll()).singleElement().asString().contains(text("access.stranger"));
    assertThat(bot.phone().fetched()).isEmpty();
    bot.clock().advance(Duration.ofHours(2));
    eve.says("/help");
    eve.says("/help");
    assertThat(eve.readsAll()).hasSize(2).allMatch(said -> said.contains(text("access.stranger")));
  }

  @Test
  void theOneTimeLinkLetsOnePersonInForGood() {
    bot.allows(new AllowedUsers.ByLink(), CODE).start();
    Someone ann = bot.someone(1);
    ann.says("/start " + CODE);
    assertThat(ann.reads()).startsWith(text("start.what"));
    Someone eve = bot.someone(9);
    eve.says("/start " + CODE);
    eve.hears("access.used");

    bot.restart();
    ann.says("/help");
    assertThat(ann.reads()).startsWith(text("help.head"));
  }

  @Test
  void theOneTimeLinkStaysGoodUntilItIsStoredWhomItLetIn() {
    bot.allows(new AllowedUsers.ByLink(), CODE).start();
    Someone ann = bot.someone(1);
    if (bot.isOnServer()) {
      bot.executes(
          "create function fails() returns trigger language plpgsql as 'begin raise ''full''; end'");
    }
    bot.executes(
        "create trigger full_disk before insert on admitted_users "
            + (bot.isOnServer()
                ? "execute function fails()"
                : "begin select raise(fail, 'full'); end"));
    ann.says("/start " + CODE);
    assertThat(ann.reads()).containsPattern(anyText("error"));
    bot.executes("drop trigger full_disk" + (bot.isOnServer() ? " on admitted_users" : ""));
    ann.says("/start " + CODE);
    assertThat(ann.reads()).startsWith(text("start.what"));
    Someone eve = bot.someone(9);
    eve.says("/start " + CODE);
    eve.hears("access.used");
  }

  @Test
  void aListNamesWhoIsLetInByIdOrUserName() {
    bot.allows(AllowedUsers.parse("@Ann, 42"), null).start();
    Someone ann = bot.someone(1, "aNN");
    ann.says("/help");
    Someone known = bot.someone(42);
    known.says("/help");
    assertThat(ann.reads()).isEqualTo(known.reads()).startsWith(text("help.head"));
    Someone eve = bot.someone(421, "annabel");
    eve.says("/help");
    eve.hears("access.stranger");
  }

  @Test
  void theSettingOfWhoIsAllowedIsReadGenerously() {
    assertThat(AllowedUsers.parse("  ")).isEqualTo(new AllowedUsers.ByLink());
    assertThat(AllowedUsers.parse("LINK")).isEqualTo(new AllowedUsers.ByLink());
    assertThat(AllowedUsers.parse("Everyone")).isEqualTo(new AllowedUsers.Everyone());
    assertThat(AllowedUsers.parse("@Ann;7 bob"))
        .isEqualTo(new AllowedUsers.Listed(Set.of("ann", "7", "bob")));
  }

  @Test
  void inAGroupOnlyCommandsAreAnsweredAndOnlyByAskingIntoPrivate() {
    Someone ann = bot.start().someone(1).in(new Group(new Address("group"), "Friends"));
    ann.says("good morning everyone");
    assertThat(bot.phone().at(ann.address())).isEmpty();
    ann.says("/people");
    ann.hears("access.private");
  }
}
