package io.mynah.chat;

import static io.mynah.chat.English.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.chat.voice.TypingPauses;
import io.mynah.domain.Address;
import io.mynah.domain.Group;
import io.mynah.lm.Habits;
import io.mynah.lm.Quantiles;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** {@code /speak} in a group: who is heard there, and how. */
class SpeakingInGroupTest extends InFriendsGroup {
  @Test
  void whoIsSharedCanBeHeardByEveryoneThereAndIsMarkedAsMadeUp() {
    olgaThere.says("/share bella");
    assertThat(group())
        .singleElement()
        .asString()
        .isEqualTo(text("share.first", "name", "Bella", "mark", "🦜"));
    assertThat(olga.reads())
        .startsWith(
            text("share.done", "name", "Bella", "group", "Friends")
                + "\n\n"
                + text("share.ask-real", "name", "Bella", "group", "Friends"));

    member.says("/speak Bella");
    assertThat(member.reads()).isEqualTo("night from Bella 🦜");
    member.says("/speak bella are you awake?");
    assertThat(member.reads()).isEqualTo("night from Bella … are you awake? 🦜");
    assertThat(member.buttons()).isEmpty();
    member.answers(member.newest(), "/speak Bella");
    assertThat(member.reads())
        .as("the mark is no part of what is answered")
        .isEqualTo("night from Bella … night from Bella … are you awake? 🦜");
  }

  @Test
  void whoAsksForMoreThanAGroupGetsIsToldHowManyThereAre() {
    olgaThere.says("/share Bella");
    int before = group().size();
    member.says("/speak Bella 10");
    bot.rests();
    assertThat(group()).hasSize(before + 4);
    assertThat(group().get(before)).isEqualTo(text("speak.capped", 3));
    member.says("/speak Bella 3");
    bot.rests();
    assertThat(group()).hasSize(before + 7);
  }

  @Test
  void onlyWhoIsSharedHereIsHeardHere() {
    olga.in(WORK).says("/share Tim");
    member.says("/speak Tim");
    member.hears("group.nobody");
    olgaThere.says("/share Bella");
    member.says("/speak Tim");
    member.hears("group.unknown", "Bella");
    olga.says("/speak Tim");
    assertThat(olga.reads()).as("in private").isEqualTo("well then 20 from Tim");
  }

  @Test
  void whoSpeaksCanBeChosenByAButtonThatLivesOnAndIsGoodInThisGroupAlone() {
    olgaThere.says("/share Bella");
    olgaThere.says("/share Tim");
    olga.in(WORK).says("/share Tim");
    member.says("/speak");
    member.hears("speak.whom");
    assertThat(member.buttons()).containsExactly("Bella", "Tim");
    String tim = member.action("Tim");
    bot.restart();
    member.presses("Bella");
    assertThat(member.reads()).isEqualTo("night from Bella 🦜");
    olgaThere.says("/unshare Tim");
    int before = group().size();
    member.presses(member.messageWith("Tim"), tim);
    assertThat(group()).as("out of date").hasSize(before);
    Someone elsewhere = bot.someone(51).in(new Group(new Address("group 3"), "Others"));
    elsewhere.presses(member.messageWith("Tim"), tim);
    assertThat(bot.phone().at(elsewhere.address())).isEmpty();
  }

  @Test
  void whoHasNoVoiceYetIsSaidToBeSilentAndNoMore() {
    bot.school().hold();
    olga.sends("result.json", Export.group("Choir", 78).says("Lou", 12, "la").json(), "/train");
    olga.awaits("40 %");
    olgaThere.says("/share Lou");
    olgaThere.hears("group.silent", "Lou");
    olga.hears("speak.training", "name", "Lou", "percent", 40);
    member.says("/speak Lou");
    member.hears("group.nobody");
    bot.school().release();
    olga.awaitsQuiet();
    olgaThere.says("/share Lou");
    member.says("/speak Lou");
    assertThat(member.reads()).isEqualTo("la 12 from Lou 🦜");
  }

  @Test
  void whoseVoiceIsDamagedIsSaidToBeSilentAndTheirOwnerHearsMoreInPrivate() {
    olgaThere.says("/share Bella");
    olgaThere.says("/share Tim");
    for (String each : List.of("/speak Bella", "/converse Bella Tim")) {
      bot.spoilsModels();
      int before = olga.readsAll().size();
      member.says(each);
      bot.rests();
      assertThat(member.reads()).as(each).isEqualTo(text("group.silent", "Bella"));
      assertThat(olga.readsAll().get(before)).isEqualTo(text("speak.damaged", "Bella"));
      olga.awaits(text("notice.done", "Bella"));
      olga.awaitsQuiet();
    }
    member.says("/speak Bella");
    assertThat(member.reads()).isEqualTo("night from Bella 🦜");
  }

  @Test
  void aReplyComesAsThePersonSendsItAndNoLongerThanTheyAreShared() {
    bot.school()
        .teaches(
            new Habits(
                List.of(0.0, 0.0, 0.0, 0.0, 1.0),
                new Quantiles(List.of(5.0, 20.0)),
                new Quantiles(List.of(60.0, 600.0))));
    olga.trains(Export.group("Choir", 78).says("Lou", 12, "la"));
    olgaThere.says("/share Lou");
    member.says("/speak Lou");
    assertThat(member.reads()).isEqualTo("la 12 from Lou 🦜");
    bot.passes(TypingPauses.LONGEST.multipliedBy(9));
    assertThat(group())
        .as("three at most")
        .endsWith("la 12 from Lou 🦜", "la 12 from Lou (2) 🦜", "la 12 from Lou (3) 🦜");

    int before = group().size();
    olga.says("/settings delay off");
    member.says("/speak Lou");
    assertThat(group()).as("as the owner set").hasSize(before + 3);
    olga.says("/settings delay on");
    member.says("/speak Lou");
    olgaThere.says("/unshare Lou");
    before = group().size();
    bot.passes(TypingPauses.LONGEST.multipliedBy(9));
    assertThat(group()).as("not shared any more").hasSize(before);
  }

  @Test
  void namesThatWouldCallSomebodyAreShownWithoutTheCall() {
    bot.school().teachesToSay("ask @tim_b or a@b", "(@bella) knows", "@bella @tim_b");
    olga.trains(Export.group("Choir", 78).says("Lou", 12, "la").says("Kim", 12, "do"));
    olgaThere.says("/share Lou");
    olgaThere.says("/share Kim");
    int before = group().size();
    for (int i = 0; i < 3; i++) {
      member.says("/speak Lou 3");
    }
    member.says("/converse Lou Kim 3");
    bot.rests();
    List<String> said = group().subList(before, group().size());
    assertThat(said).noneMatch(text -> text.matches("(?s).*(?<!\\w)@\\w.*"));
    assertThat(said).anyMatch(text -> text.replace("\u2060", "").contains("@tim_b"));
    assertThat(olga.asksInline("Lou").orElseThrow().messages())
        .isNotEmpty()
        .noneMatch(offer -> offer.text().matches("(?s).*(?<!\\w)@\\w.*"));
    olgaThere.says("/share Bella");
    member.answers("(@\u2060bella) knows 🦜", "/speak Bella");
    assertThat(member.reads())
        .as("what is answered is what was said")
        .isEqualTo("night from Bella … (@\u2060bella) knows 🦜");
  }

  @Test
  void answersGoToTheTopicWhereTheQuestionWas() {
    Someone inTopic = olga.inTopic(FRIENDS, 17);
    inTopic.says("/share Bella");
    inTopic.hears("share.first", "name", "Bella", "mark", "🦜");
    member.says("/speak Bella");
    assertThat(member.reads()).as("shared in all topics").isEqualTo("night from Bella 🦜");
    bot.someone(50).inTopic(FRIENDS, 17).says("/speak Bella");
    assertThat(inTopic.reads()).isEqualTo("night from Bella 🦜");
  }

  @Test
  void everyoneIsAnsweredInTheirOwnLanguageAndWrittenToTheRight() {
    olga.trains(Export.group("Chor", 79).says("דנה 🦜", 12, "shalom"));
    olgaThere.says("/share דנה");
    assertThat(olgaThere.reads()).contains("/speak \u2068דנה 🦜\u2069");
    member.speaking(Locale.ENGLISH).says("/speak דנה");
    assertThat(member.reads()).isEqualTo("shalom 12 from דנה 🦜 🦜");
  }
}
