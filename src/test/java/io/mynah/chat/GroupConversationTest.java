package io.mynah.chat;

import static io.mynah.chat.English.anyText;
import static io.mynah.chat.English.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.chat.dispatch.AllowedUsers;
import io.mynah.chat.voice.TypingPauses;
import io.mynah.domain.Address;
import io.mynah.domain.Group;
import io.mynah.lm.Habits;
import io.mynah.lm.Quantiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Groups: who may share whom there, what everybody may do, and what no group hears. */
class GroupConversationTest {
  private static final Group FRIENDS = new Group(new Address("group 1"), "Friends");
  private static final Group WORK = new Group(new Address("group 2"), "Work");

  @TempDir Path home;
  private Bot bot;
  private Someone olga;
  private Someone olgaThere;
  private Someone member;

  @BeforeEach
  void start() {
    bot = new Bot(home).allows(AllowedUsers.parse("1, 2"), null).start();
    olga = bot.someone(1);
    olgaThere = olga.in(FRIENDS);
    member = bot.someone(50).in(FRIENDS);
    olga.trains(Export.ofBellaAndTim());
  }

  @AfterEach
  void close() {
    bot.close();
  }

  private List<String> group() {
    return bot.phone().at(FRIENDS.address()).stream().map(m -> m.now().text()).toList();
  }

  @Test
  void whoIsSharedCanBeHeardByEveryoneThereAndIsMarkedAsMadeUp() {
    olgaThere.says("/share bella");
    assertThat(group())
        .singleElement()
        .asString()
        .isEqualTo(text("share.first", "name", "Bella", "mark", "🦜"));
    assertThat(olga.reads())
        .isEqualTo(
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
  void whatTheMarkMeansIsToldOnceNotWithEveryone() {
    olgaThere.says("/share Bella");
    olgaThere.says("/share Tim");
    assertThat(group()).hasSize(2);
    assertThat(group().get(1)).isEqualTo(text("share.begun", "Tim"));
    olgaThere.says("/share Tim");
    olgaThere.hears("share.already", "Tim");
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
  void peopleOfOneNameAndSeveralOwnersAreToldApartByNothingPrivate() {
    Someone anna = bot.someone(2);
    anna.trains(Export.chatWith("Bella", 77).says("Bella", 12, "ahoy").says("Anna", 12, "a"));
    olgaThere.says("/share Bella");
    anna.in(FRIENDS).says("/share Bella");
    member.says("/speak Bella how are you");
    member.hears("speak.which");
    assertThat(member.buttons()).containsExactly("Bella", "Bella (2)");
    member.presses("Bella (2)");
    assertThat(member.reads()).isEqualTo("ahoy 12 from Bella … how are you 🦜");

    olgaThere.says("/unshare Bella");
    olgaThere.hears("share.ended", "names", "Bella", "count", 1);
    member.says("/speak Bella");
    assertThat(member.reads()).as("the other owner's").isEqualTo("ahoy 12 from Bella 🦜");
    olgaThere.says("/unshare Bella");
    olgaThere.hears("share.not-here");
  }

  @Test
  void whichOfSeveralOfOneNameIsAskedInPrivate() {
    olga.trains(Export.group("Choir", 78).says("Bella", 12, "la").says("Zoe", 12, "z"));
    olgaThere.says("/share Bella");
    assertThat(olgaThere.reads()).isEqualTo(text("share.asked")).doesNotContain("Choir");
    assertThat(olga.reads()).endsWith(text("share.which", "Friends"));
    assertThat(olga.buttons()).containsExactlyInAnyOrder("Bella · Bella", "Bella · Choir");
    String choir = olga.action("Bella · Choir");
    Someone anna = bot.someone(2);
    anna.presses(olga.newest().ref(), choir);
    anna.hears("hint.stale-button");
    bot.restart();
    olga.presses("Bella · Choir");
    assertThat(olga.reads()).startsWith(text("share.done", "name", "Bella", "group", "Friends"));
    member.says("/speak Bella");
    assertThat(member.reads()).isEqualTo("la 12 from Bella 🦜");
    olga.presses(olga.newest().ref(), choir);
    assertThat(olga.reads()).as("pressed twice").startsWith(text("hint.stale-button"));
  }

  @Test
  void whoEndsAShareLeavesAloneWhatAnotherOwnerIsAsked() {
    olga.trains(Export.group("Choir", 78).says("Bella", 12, "la").says("Zoe", 12, "z"));
    Someone anna = bot.someone(2);
    anna.trains(Export.chatWith("Lou", 77).says("Lou", 12, "ahoy").says("Anna", 12, "a"));
    for (Group where : List.of(FRIENDS, WORK)) {
      anna.in(where).says("/share Lou");
      olgaThere.says("/share Bella");
      assertThat(olga.reads()).endsWith(text("share.which", "Friends"));
      anna.in(where).says("/unshare Lou");
      assertThat(anna.in(where).reads()).isEqualTo(text("share.ended", "names", "Lou", "count", 1));
      olga.presses("Bella · Choir");
      assertThat(olga.reads()).startsWith(text("share.done", "name", "Bella", "group", "Friends"));
      olga.presses(text("button.unshare"));
    }
  }

  @Test
  void onlyAnOwnerSharesAndOnlyTheirOwn() {
    member.says("/share Bella");
    member.says("/unshare Bella");
    assertThat(group()).as("not let in").isEmpty();
    Someone anna = bot.someone(2).in(FRIENDS);
    anna.says("/share Bella");
    assertThat(anna.reads()).startsWith(text("share.unknown")).doesNotContain("Tim");
    anna.says("/share");
    anna.hears("share.whom");
    olgaThere.says("/share Bella");
    anna.says("/unshare Bella");
    anna.hears("share.not-here");
    member.says("/speak Bella");
    assertThat(member.reads()).isEqualTo("night from Bella 🦜");
  }

  @Test
  void allElseStaysPrivate() {
    olgaThere.says("/share Bella");
    int before = group().size();
    for (String each :
        List.of("/people", "/settings", "/forget everything", "/status", "/cancel", "/help")) {
      member.says(each);
    }
    member.sends("result.json", Export.ofBellaAndTim().json(), "/train");
    member.says("hello");
    member.says("/abrakadabra");
    member.sendsSomethingElse("photo");
    for (String action : List.of("fax:1", "temp:100", "more:1:1", "fp:1", "unshare:1:1", "x")) {
      member.presses(member.newest().ref(), action);
    }
    assertThat(group()).as("strangers hear nothing").hasSize(before);
    assertThat(bot.phone().fetched()).hasSize(1);

    olgaThere.says("/people");
    olgaThere.says("/settings");
    olgaThere.says("/status");
    assertThat(group()).hasSize(before + 1);
    olgaThere.hears("access.private");
  }

  @Test
  void aFaultIsNotToldToAGroup() {
    olgaThere.says("/share Bella");
    int before = group().size();
    bot.phone().failNextSend(new IllegalStateException("secret"));
    member.says("/speak Bella");
    assertThat(group()).hasSize(before);
    member.says("/speak Bella");
    assertThat(group()).hasSize(before + 1);
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
  void twoTalkAsTheirOwnerSetNotAsWhoeverAsksDid() {
    bot.school()
        .teaches(
            new Habits(
                List.of(0.0, 1.0),
                new Quantiles(List.of(5.0, 20.0)),
                new Quantiles(List.of(60.0, 90.0))));
    olga.trains(Export.group("Choir", 78).says("Lou", 12, "la").says("Kim", 12, "do"));
    olga.says("/settings bursts off");
    olgaThere.says("/share Lou");
    olgaThere.says("/share Kim");
    int before = group().size();
    member.says("/converse Lou Kim 3");
    bot.rests();
    assertThat(group().subList(before + 1, before + 4))
        .extracting(line -> line.substring(0, 4))
        .containsExactly("Lou:", "Kim:", "Lou:");
  }

  @Test
  void whatTheMarkMeansIsToldAnewIfItCouldNotBeTold() {
    bot.phone().failNextSend(new IllegalStateException("no way"));
    olgaThere.says("/share Bella");
    assertThat(group()).isEmpty();
    olgaThere.says("/share Tim");
    assertThat(olgaThere.reads()).contains(text("share.first", "name", "Tim", "mark", "🦜"));
  }

  @Test
  void whoHidesWhoTheyAreIsToldOnceWhyNothingIsShared() {
    bot.allows(new AllowedUsers.Everyone(), null).restart();
    Someone hidden = bot.someone(1087968824L).in(FRIENDS);
    hidden.says("/share Bella");
    hidden.says("/unshare Bella");
    assertThat(group()).singleElement().asString().startsWith(text("group.anonymous"));
    olgaThere.says("/share Bella");
    hidden.says("/speak Bella");
    assertThat(hidden.reads()).isEqualTo("night from Bella 🦜");
  }

  @Test
  void whoOfSeveralIsNotToBeSharedAnyMoreIsAsked() {
    olgaThere.says("/share Bella");
    olgaThere.says("/share Tim");
    olgaThere.says("/unshare");
    olgaThere.hears("share.end-whom", "Bella and Tim");
    olgaThere.says("/unshare Tim");
    olgaThere.says("/unshare");
    olgaThere.hears("share.ended", "names", "Bella", "count", 1);
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
  void twoWhoAreSharedTalkWithEachOtherAndTheGroupIsLeftAlone() {
    olgaThere.says("/share Bella");
    olga.in(WORK).says("/share Tim");
    member.says("/converse Bella Tim");
    member.hears("group.unknown", "Bella");
    member.says("/converse Bella");
    member.hears("group.converse", "Bella");
    olgaThere.says("/share Tim");
    int before = group().size();
    member.says("/converse Bella and Tim 2");
    bot.rests();
    assertThat(group().subList(before, group().size()))
        .containsExactly(
            text("converse.begins", "first", "Bella", "second", "Tim"),
            "Bella: night from Bella 🦜",
            "Tim: well then 20 from Tim … night from Bella 🦜",
            text("group.conversed"));
    assertThat(member.buttons()).isEmpty();

    member.says("/converse Bella Tim 40");
    String stop = member.action(text("button.stop"));
    Someone another = bot.someone(51).in(FRIENDS);
    another.presses(text("button.stop"));
    member.hears("group.stopped");
    before = group().size();
    another.presses(another.newest().ref(), stop);
    bot.rests();
    assertThat(group()).as("pressed twice").hasSize(before);

    member.says("/converse Bella Tim");
    olgaThere.says("/unshare Tim");
    before = group().size();
    bot.rests();
    assertThat(group())
        .as("not shared any more")
        .hasSize(before + 1)
        .endsWith(text("group.stopped"));
  }

  @Test
  void whoeverIsThereMayEndWithAWordWhatGoesOnThere() {
    olgaThere.says("/share Bella");
    olgaThere.says("/share Tim");
    int before = group().size();
    member.says("/stop");
    assertThat(group()).as("nothing to stop").hasSize(before);
    member.says("/converse Bella Tim");
    member.says("/converse Bella Tim");
    member.hears("converse.busy");
    bot.someone(51).in(FRIENDS).says("/stop");
    member.hears("group.stopped");
    before = group().size();
    bot.rests();
    assertThat(group()).hasSize(before);

    bot.pauses().hold();
    member.says("/speak Bella 3");
    member.says("/stop");
    member.hears("stop.done");
    before = group().size();
    bot.rests();
    assertThat(group()).hasSize(before);
  }

  @Test
  void realMessagesAreShownOnlyAfterTheirOwnerSaidSoForThisGroup() {
    bot.school()
        .teachesToSay(
            "is the cat cold",
            "well is the tea",
            "here the cat sleeps",
            "the tea is the cat",
            "cold tea for the cat",
            "well the cat is here");
    Export chat = Export.group("Cats", 90);
    for (int i = 0; i < 3; i++) {
      for (String text :
          List.of(
              "the cat sleeps well",
              "well the tea is cold",
              "cold is the cat here",
              "here sleeps the tea",
              "the cold cat is well",
              "tea is here for the cat",
              "the cat is cold here")) {
        chat.adds("Mia", text);
      }
    }
    olga.trains(chat);
    olgaThere.says("/share Mia");
    olga.in(WORK).says("/share Mia");
    member.says("/guess Mia");
    member.hears("group.no-real", "Mia");

    olga.presses(
        olga.messageWith(text("button.allow-real")), olga.action(text("button.allow-real")));
    assertThat(olga.reads())
        .as("of the newest, Work")
        .contains(text("share.real-allowed", "name", "Mia", "group", "Work"));
    member.says("/guess Mia");
    assertThat(member.reads()).as("elsewhere").contains(text("group.no-real", "Mia"));
    Someone worker = bot.someone(60).in(WORK);
    worker.says("/guess Mia");
    assertThat(worker.reads())
        .startsWith(text("guess.question", "number", 1, "count", 5, "name", "Mia"))
        .endsWith(text("guess.asker-alone", "Mia"));
    var question = worker.newest();
    assertThat(question.now().text()).as("would give it away").doesNotContain("🦜");

    Someone another = bot.someone(61).in(WORK);
    int before = bot.phone().at(WORK.address()).size();
    another.presses("A");
    assertThat(bot.phone().at(WORK.address())).as("who did not ask").hasSize(before);
    assertThat(another.sees()).startsWith(text("guess.asker-alone", "Mia"));
    worker.presses("A");
    assertThat(worker.reads()).startsWith("2 of 5.");
    List<String> lines = bot.phone().now(question.ref()).text().lines().toList();
    assertThat(lines).filteredOn(line -> line.endsWith(" 🦜")).hasSize(1);
    String real =
        lines.get(0).contains(text("guess.right", "letter", "A", "name", "Mia")) ? "A: " : "B: ";
    assertThat(lines).filteredOn(line -> line.startsWith(real)).noneMatch(l -> l.contains("🦜"));
    olga.presses(text("button.refuse-real"));
    assertThat(olga.reads()).contains(text("share.ask-real", "name", "Mia", "group", "Work"));
    before = bot.phone().at(WORK.address()).size();
    worker.presses("B");
    assertThat(bot.phone().at(WORK.address())).as("taken back").hasSize(before);
    olga.presses(text("button.allow-real"));
    for (int i = 2; i <= 5; i++) {
      worker.presses("A");
    }
    assertThat(worker.reads())
        .containsPattern(anyText("guess.score", "count", 5))
        .doesNotContainPattern(anyText("guess.in-all"));
    assertThat(worker.buttons()).as("no report for a group").isEmpty();

    olga.presses(text("button.unshare"));
    olga.hears("share.ended-there", "name", "Mia", "group", "Work");
    olga.says("/people Mia");
    assertThat(olga.reads()).endsWith(text("card.shared", "Friends"));
    olga.presses(text("card.share", "Friends"));
    assertThat(olga.reads()).startsWith(text("share.done", "name", "Mia", "group", "Friends"));
    olga.presses("◀ Mia");
    assertThat(olga.reads()).startsWith(text("card.head", "name", "Mia", "title", "Cats"));
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
  void whatTwoSayInAGroupIsNotChangedSoTheGroupsRateIsForMessages() {
    olgaThere.says("/share Bella");
    olgaThere.says("/share Tim");
    int before = group().size();
    member.says("/converse Bella Tim 4");
    Phone.Shown begins = member.newest();
    assertThat(Someone.labels(begins)).containsExactly(text("button.stop"));
    bot.rests();
    List<Phone.Shown> shown = bot.phone().at(FRIENDS.address());
    assertThat(shown.subList(before + 1, shown.size()))
        .hasSize(5)
        .allSatisfy(each -> assertThat(each.versions()).hasSize(1))
        .allSatisfy(each -> assertThat(each.now().buttons()).isEmpty());
    assertThat(shown.get(before).versions()).as("closed once, at the end").hasSize(2);
    assertThat(shown.get(before).now().buttons()).isEmpty();

    member.says("/converse Bella Tim 12");
    bot.passes(Duration.ofSeconds(5));
    member.presses(text("button.stop"));
    member.hears("group.stopped");
    assertThat(bot.phone().at(FRIENDS.address()))
        .allSatisfy(each -> assertThat(each.now().buttons()).isEmpty());
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
  void sharesMoveWithTheGroupAndEndWhenMynahIsPutOut() {
    olgaThere.says("/share Bella");
    Group next = new Group(new Address("group 1a"), "Friends");
    bot.movesGroup(FRIENDS.address(), next.address());
    Someone there = bot.someone(50).in(next);
    there.says("/speak Bella");
    assertThat(there.reads()).isEqualTo("night from Bella 🦜");
    bot.isInGroup(next.address(), false);
    bot.isInGroup(next.address(), true);
    there.says("/speak Bella");
    there.hears("group.nobody");
    olga.in(next).says("/share Bella");
    assertThat(there.reads())
        .as("told anew")
        .contains(text("share.first", "name", "Bella", "mark", "🦜"));
  }

  @Test
  void aShareIsEndedInPrivateToo() {
    olga.says("/share Bella");
    olga.hears("share.how");
    olga.says("/unshare Bella");
    olga.hears("share.none");
    olgaThere.says("/share Bella");
    olga.presses(text("button.unshare"));
    olga.hears("share.ended-there", "name", "Bella", "group", "Friends");
    member.says("/speak Bella");
    member.hears("group.nobody");

    olgaThere.says("/share Bella");
    olga.in(WORK).says("/share Bella");
    olga.says("/unshare Bella");
    assertThat(olga.buttons()).containsExactly("Bella · Friends", "Bella · Work");
    olga.presses("Bella · Work");
    olga.says("/unshare");
    olga.hears("share.ended-there", "name", "Bella", "group", "Friends");
  }

  @Test
  void whoIsForgottenIsHeardNowhere() {
    olgaThere.says("/share Bella");
    olga.says("/forget Bella");
    olga.presses(text("button.erase"));
    olga.awaits(text("forget.done-person", "name", "Bella", "voice", 1, "others", 1));
    member.says("/speak Bella");
    member.hears("group.nobody");
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
