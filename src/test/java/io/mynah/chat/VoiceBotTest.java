package io.mynah.chat;

import static io.mynah.chat.English.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.domain.OwnerId;
import io.mynah.domain.VoiceBot;
import io.mynah.telegram.CapturedLog;
import io.mynah.telegram.fake.Call;
import io.mynah.telegram.fake.FakeBotApi;
import io.mynah.telegram.fake.FakeUser;
import io.mynah.telegram.fake.SentMessage;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Bots that speak as one person only, by the real Telegram client, over HTTP. */
class VoiceBotTest extends OverTelegram {
  /** Says something to a voice's own bot and waits for its answer. */
  private SentMessage hears(FakeUser who, String words) {
    who.says(words);
    awaitUntil(() -> !bot.pauses().due().isEmpty());
    bot.rests();
    return who.sees("night from Bella … " + words);
  }

  private FakeBotApi annMakesBellasBot() {
    telegram.others().enableManagement();
    ann.says("/people Bella");
    ann.presses(text("card.bot"));
    ann.sees(text("bot.request", "Bella"));
    FakeBotApi made = ann.makesBot();
    ann.sees(text("bot.made", "name", "Bella", "username", made.botName()));
    return made;
  }

  private FakeBotApi annPastesATokenForBella() {
    return annPastesATokenFor("Bella");
  }

  private VoiceBot stored() {
    return bot.voiceBots().of(OwnerId.telegram(ann.id())).get(0);
  }

  @Test
  void aButtonMakesABotThatSpeaksAsThePersonAndGoesOnAfterARestart() {
    FakeBotApi bella = annMakesBellasBot();
    assertThat(ann.canMakeBot()).as("the button is taken away").isFalse();
    assertThat(bella.botName()).startsWith("bella_").endsWith("_bot");
    FakeUser annThere = bella.visitedBy(ann).waiting(PATIENCE);
    SentMessage answer = hears(annThere, "are you awake?");
    assertThat(answer.buttons()).isEmpty();
    annThere.says("/start");
    annThere.sees(text("bot.greeting", "Bella"));
    assertThat(ann.texts()).noneMatch(words -> words.contains("are you awake?"));
    assertThat(ann.texts())
        .containsOnlyOnce(text("bot.made", "name", "Bella", "username", bella.botName()));
    disconnect();
    connect();
    hears(annThere, "still there?");
  }

  @Test
  void theBotSaysInFiveLanguagesThatItIsAModelAndWhose() {
    FakeBotApi bella = annMakesBellasBot();
    List<Call> descriptions = bella.awaitCalls("setMyDescription", calls -> calls.size() == 5);
    assertThat(descriptions)
        .allMatch(call -> call.arguments().path("description").asText().contains("Bella"))
        .allMatch(call -> call.arguments().path("description").asText().contains("@user"));
    assertThat(descriptions)
        .extracting(call -> call.arguments().path("language_code").asText(""))
        .containsExactlyInAnyOrder("", "ru", "de", "es", "pt");
    bella.awaitCalls("setMyShortDescription", calls -> calls.size() == 5);
    Call name = bella.awaitCalls("setMyName", calls -> calls.size() == 1).get(0);
    assertThat(name.arguments().path("name").asText()).isEqualTo("Bella 🦜");
  }

  @Test
  void onlyTheOwnerMayUseItUntilTheyLetOthers() {
    FakeBotApi bella = annPastesATokenForBella();
    FakeUser benThere = bella.visitedBy(ben).waiting(PATIENCE);
    benThere.says("hello");
    benThere.sees(text("bot.private"));
    ann.says("/bot Bella");
    ann.presses(text("bot.everybody"));
    ann.sees("Everybody who finds it");
    hears(benThere, "and now?");
    ann.presses(text("bot.only-me"));
    ann.sees("It is on. Only you can use it.");
    benThere.says("hello?");
    hears(bella.visitedBy(ann).waiting(PATIENCE), "last word");
    assertThat(benThere.texts()).hasSize(2);
  }

  @Test
  void whoPastesATokenAgainHasTheBotForThemselvesAgain() {
    FakeBotApi bella = annPastesATokenForBella();
    ann.says("/bot Bella");
    ann.presses(text("bot.everybody"));
    ann.sees("Everybody who finds it");
    assertThat(stored().shared()).isTrue();
    ann.says("/bot Bella " + bella.token());
    awaitUntil(() -> !stored().shared());
    hears(bella.visitedBy(ann).waiting(PATIENCE), "still here?");
  }

  @Test
  void whoMayUseABotMadeThroughMynahIsSetAtTelegramToo() {
    FakeBotApi bella = annMakesBellasBot();
    telegram.awaitCalls("setManagedBotAccessSettings", calls -> calls.size() == 1);
    awaitUntil(() -> bella.others().isRestricted());
    ann.says("/bot Bella");
    ann.presses(text("bot.everybody"));
    telegram.awaitCalls("setManagedBotAccessSettings", calls -> calls.size() == 2);
    awaitUntil(() -> !bella.others().isRestricted());
    hears(bella.visitedBy(ben).waiting(PATIENCE), "hello");
  }

  @Test
  void aPastedTokenIsDeletedAtOnceAndReachesNoLog() {
    try (CapturedLog log = new CapturedLog()) {
      FakeBotApi bella = annPastesATokenForBella();
      assertThat(telegram.calls("deleteMessage")).hasSize(1);
      ann.sees(text("bot.token-deleted"));
      hears(bella.visitedBy(ann).waiting(PATIENCE), "hello");
      FakeBotApi other = telegram.others().madeAtBotFather("other_bot");
      ann.says("/bot Zorro " + other.token());
      ann.sees(text("bot.whom"));
      ann.says("/bot Bella " + telegram.token());
      ann.says("/bot Bella 123456:" + "A".repeat(35));
      ann.sees(text("bot.token-refused"));
      ann.says("/bot Tim " + bella.token());
      ann.sees(text("bot.not-added", "Tim"));
      bella.revokesToken();
      bella.visitedBy(ann).says("hello?");
      ann.sees(text("bot.refused", "Bella"));
      assertThat(stored().active()).isFalse();
      assertThat(log.lines())
          .filteredOn(CapturedLog.Line::isOurs)
          .noneMatch(line -> line.text().contains("FAKE-tOkEn"))
          .noneMatch(line -> line.text().contains("bella_of_ann"));
      assertThat(telegram.calls("deleteMessage")).hasSize(5);
    }
  }

  @Test
  void aPassphraseForAnExportedVoiceIsDeletedAtOnceToo() {
    try (CapturedLog log = new CapturedLog()) {
      ann.says("/export Bella");
      ann.sees(text("export.ask", "name", "Bella", "least", 12));
      ann.says("four grey parrots");
      ann.sees(text("export.deleted"));
      ann.sees(text("export.sent", "Bella"));
      assertThat(telegram.calls("deleteMessage")).hasSize(1);
      assertThat(log.lines())
          .filteredOn(CapturedLog.Line::isOurs)
          .noneMatch(line -> line.text().contains("parrots"));
    }
  }

  @Test
  void whereBotsCannotBeMadeThroughMynahItSaysHowATokenIsPasted() {
    ann.says("/bot Bella");
    ann.sees(text("bot.enable", "Bella"));
    telegram.others().enableManagement();
    ann.says("/bot Bella");
    ann.sees(text("bot.request", "Bella"));
    ann.says("/cancel");
    ann.sees(text("cancel.bot"));
    ann.makesBot();
    ann.sees(text("bot.unasked"));
    assertThat(bot.voiceBots().all()).isEmpty();
    assertThat(ann.texts()).containsOnlyOnce(text("bot.unasked"));
  }

  @Test
  void aBotWithANewTokenSpeaksOn() {
    FakeBotApi bella = annMakesBellasBot();
    FakeUser annThere = bella.visitedBy(ann).waiting(PATIENCE);
    hears(annThere, "one");
    int polls = bella.calls("getUpdates").size();
    ann.renewsTokenOf(bella);
    bella.awaitCalls("getUpdates", calls -> calls.size() > polls);
    hears(annThere, "two");
    assertThat(ann.texts()).doesNotContain(text("bot.refused", "Bella"));
  }

  @Test
  void itIsSwitchedOffAndOnAndRemoved() {
    FakeBotApi bella = annPastesATokenForBella();
    FakeUser annThere = bella.visitedBy(ann).waiting(PATIENCE);
    hears(annThere, "one");
    ann.says("/bot Bella");
    ann.presses(text("bot.switch-off"));
    ann.sees("It is switched off.");
    int polls = bella.calls("getUpdates").size();
    annThere.says("two");
    ann.presses(text("bot.switch-on"));
    ann.sees("It is on.");
    bella.awaitCalls("getUpdates", calls -> calls.size() > polls);
    awaitUntil(() -> !bot.pauses().due().isEmpty());
    bot.rests();
    annThere.sees("night from Bella … two");
    ann.presses(text("bot.remove"));
    ann.sees(text("bot.removed", bella.botName()));
    assertThat(bot.voiceBots().all()).isEmpty();
    assertThat(client.voiceBots().running()).isEmpty();
    assertThat(inbox.voices()).isEmpty();
  }

  @Test
  void forgettingThePersonEndsTheBotAndLeavesNothingOfIt() {
    FakeBotApi bella = annPastesATokenForBella();
    FakeUser annThere = bella.visitedBy(ann).waiting(PATIENCE);
    hears(annThere, "one");
    ann.says("/forget Bella");
    ann.presses(text("button.erase"));
    ann.sees(text("forget.left-bots", "count", 1, "bots", "@" + bella.botName()));
    assertThat(client.voiceBots().running()).isEmpty();
    assertThat(bot.voiceBots().all()).isEmpty();
    assertThat(inbox.voices()).isEmpty();
    int polls = bella.calls("getUpdates").size();
    annThere.says("two");
    ann.says("/bot Bella");
    awaitUntil(() -> telegram.waitingUpdates() == 0 && inbox.pending().isEmpty());
    assertThat(bella.calls("getUpdates")).hasSize(polls);
    assertThat(annThere.texts()).hasSize(1);
  }

  @Test
  void forgettingSomebodyElseOfTheChatLeavesTheBot() {
    FakeBotApi bella = annPastesATokenForBella();
    ann.says("/forget Tim");
    ann.presses(text("button.erase"));
    ann.sees("I forgot Tim");
    awaitUntil(() -> !bot.working(OwnerId.telegram(ann.id())));
    assertThat(ann.texts()).noneMatch(words -> words.contains("@BotFather (/deletebot)"));
    disconnect();
    connect();
    hears(bella.visitedBy(ann).waiting(PATIENCE), "still there?");
    assertThat(stored().username()).isEqualTo(bella.botName());
  }

  @Test
  void whoIsPutOutHasNoBotAnyMore() {
    annPastesATokenForBella();
    bot.putsOutElsewhere(OwnerId.telegram(ann.id()), false);
    awaitUntil(() -> client.voiceBots().running().isEmpty());
    assertThat(stored().active()).isFalse();
  }
}
