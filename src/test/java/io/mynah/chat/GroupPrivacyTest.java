package io.mynah.chat;

import static io.mynah.chat.English.anyText;
import static io.mynah.chat.English.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What no group hears, and what it sees only if an owner allows it. */
class GroupPrivacyTest extends InFriendsGroup {
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
    assertThat(worker.reads())
        .startsWith(text("guess.question", "number", 2, "count", 5, "name", "Mia"));
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
}
