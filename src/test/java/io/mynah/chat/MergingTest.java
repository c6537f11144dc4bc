package io.mynah.chat;

import static io.mynah.chat.English.anyText;
import static io.mynah.chat.English.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mynah.domain.Group;
import io.mynah.domain.Person;
import io.mynah.domain.PersonId;
import io.mynah.lm.Turn;
import io.mynah.lm.training.TrainingData;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code /merge} and {@code /unmerge}: the same two people on Telegram and on WhatsApp. */
class MergingTest {
  @TempDir Path home;
  private Bot bot;
  private Someone ann;

  @BeforeEach
  void start() {
    bot = new Bot(home).unsealed().start();
    ann = bot.someone(1);
    ann.says("/start");
    ann.trains(Export.ofBellaAndTim());
    sendsWhatsApp(20);
  }

  @AfterEach
  void close() {
    bot.close();
  }

  /** Two years later, on another phone: Bella, and what Tim answers. */
  private void sendsWhatsApp(int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 1; i <= count; i++) {
      String time = "31/12/20, 10:%02d - ".formatted(i);
      text.append(time).append("Bella: zebra ").append(i).append('\n');
      text.append(time).append("Tim: why ").append(i).append('\n');
    }
    ann.sends("WhatsApp Chat with Bella.txt", text.toString(), "/train");
    ann.awaits(anyText("notice.done"));
    ann.awaitsQuiet();
  }

  private void merges() {
    ann.says("/merge Bella Bella@WhatsApp");
    ann.awaits(anyText("notice.done"));
    ann.awaitsQuiet();
  }

  private PersonId bella() {
    return ann.person("Bella");
  }

  private List<String> names() {
    return bot.corpora().people(ann.owner()).stream().map(Person::name).toList();
  }

  /** What the last training learned as the person's own. */
  private List<String> lastOwn() {
    List<TrainingData> lessons = bot.school().lessons();
    TrainingData last = lessons.get(lessons.size() - 1);
    return last.turns().stream()
        .filter(turn -> turn.speaker().equals(last.person()))
        .map(Turn::text)
        .toList();
  }

  /** What the person says, where the question who is meant is answered by a chat. */
  private String speaks(String who) {
    ann.says("/speak " + who);
    return ann.reads();
  }

  @Test
  void oneVoiceLearnsFromBothInOrderOfTimeAndSpeaks() {
    merges();
    assertThat(ann.readsAll()).anyMatch(said -> said.startsWith("One person from now on"));
    assertThat(names()).containsExactlyInAnyOrder("Bella", "Tim", "Tim");
    assertThat(lastOwn()).hasSize(40).startsWith("hi 1 from Bella").endsWith("zebra 20");
    assertThat(lastOwn().indexOf("night from Bella")).isEqualTo(19);
    assertThat(speaks("Bella")).isEqualTo("zebra 20");
    ann.says("/people Bella");
    assertThat(ann.reads())
        .startsWith(text("card.head-joined", "name", "Bella", "count", 2))
        .contains(text("card.source", "name", "Bella", "chat", "Bella (Telegram)", "count", 20))
        .contains(text("card.source", "name", "Bella", "chat", "Bella (WhatsApp)", "count", 20));
    ann.says("/merge Bella Bella@WhatsApp");
    ann.hears("merge.already", "Bella");
  }

  @Test
  void chatsOfOneTitleAreToldApartInTheListOfPeople() {
    ann.says("/people");
    assertThat(ann.reads().lines()).contains("Bella (Telegram)", "Bella (WhatsApp)");
    assertThat(ann.buttons()).contains("Bella · Bella (WhatsApp)");
    ann.trains(Export.chatWith("Carl", 12).says("Carl", 20, "so"));
    ann.says("/people");
    assertThat(ann.reads().lines()).contains("Carl").doesNotContain("Carl (Telegram)");
  }

  @Test
  void untilItIsTrainedTheVoiceOfBeforeSpeaks() {
    bot.school().hold();
    ann.says("/merge Bella Bella@WhatsApp");
    ann.awaits("Bella");
    assertThat(ann.readsAll())
        .anyMatch(said -> said.contains(text("merge.speaks-before", "Bella")));
    assertThat(speaks("Bella")).isEqualTo("night from Bella");
    bot.school().release();
    ann.awaitsQuiet();
    assertThat(speaks("Bella")).isEqualTo("zebra 20");
  }

  @Test
  void theCardAsksWhetherItIsTheSamePersonAndOnePressJoinsThem() {
    ann.says("/people Bella@Telegram");
    ann.presses(text("card.merge", "name", "Bella", "chat", "Bella (WhatsApp)"));
    ann.awaitsQuiet();
    assertThat(names()).containsExactlyInAnyOrder("Bella", "Tim", "Tim");
    assertThat(speaks("Bella")).isEqualTo("zebra 20");
  }

  @Test
  void withoutNamesItOffersPeopleOfSimilarNames() {
    ann.says("/merge");
    ann.hears("merge.which-pair");
    assertThat(ann.buttons()).hasSize(2).allMatch(label -> label.contains(" + "));
    ann.says("/merge Tim");
    ann.presses("Tim");
    ann.awaitsQuiet();
    assertThat(names()).containsExactlyInAnyOrder("Bella", "Bella", "Tim");
    ann.says("/merge Tim");
    ann.hears("merge.nobody-alike");
    ann.says("/merge Bella@WhatsApp Tim");
    ann.hears("merge.same-chat", "Bella");
  }

  @Test
  void takenApartEachSpeaksForThemselvesAgain() {
    merges();
    bot.school().hold();
    ann.says("/unmerge Bella");
    assertThat(ann.reads()).isEqualTo(text("unmerge.done", "Bella"));
    assertThat(names()).containsExactlyInAnyOrder("Bella", "Bella", "Tim", "Tim");
    assertThat(speaks("Bella@Telegram")).doesNotContain("zebra").contains("Bella");
    bot.school().release();
    ann.awaitsQuiet();
    assertThat(speaks("Bella@Telegram")).isEqualTo("night from Bella");
    assertThat(speaks("Bella@WhatsApp")).isEqualTo("zebra 20");
    ann.says("/unmerge Bella");
    ann.hears("unmerge.nobody");
  }

  @Test
  void forgettingOneOfThemLeavesNothingOfItInTheVoice() throws Exception {
    merges();
    assertThat(bot.holds("zebra")).isTrue();
    bot.likes(bella(), "zebra zebra");
    ann.says("/forget Bella");
    ann.hears("forget.which-of-joined", "Bella");
    ann.presses("Bella · Bella (WhatsApp)");
    assertThat(ann.reads()).startsWith("Shall I forget Bella, from the chat Bella?");
    ann.presses(text("button.erase"));
    ann.awaitsQuiet();
    await().untilAsserted(() -> assertThat(bot.holds("zebra")).isFalse());
    assertThat(bot.liked(bella())).isEmpty();
    assertThat(bot.versions(bella())).hasSize(1);
    assertThat(lastOwn()).hasSize(20).noneMatch(said -> said.contains("zebra"));
    assertThat(speaks("Bella")).isEqualTo("night from Bella");
  }

  @Test
  void forgettingAChatLeavesNothingOfItInTheVoice() throws Exception {
    merges();
    ann.says("/forget chat");
    ann.presses("Bella (WhatsApp)");
    ann.hears("forget.ask-chat", "title", "Bella", "people", 2, "count", 40, "others", 1);
    ann.presses(text("button.erase"));
    assertThat(ann.readsAll())
        .anyMatch(said -> said.startsWith(text("forget.done-chat", "title", "Bella", "others", 1)));
    ann.awaitsQuiet();
    await().untilAsserted(() -> assertThat(bot.holds("zebra")).isFalse());
    assertThat(names()).containsExactlyInAnyOrder("Bella", "Tim");
    assertThat(speaks("Bella")).isEqualTo("night from Bella");
  }

  @Test
  void whenTheMainOneIsForgottenTheOtherIsTrainedAnew() throws Exception {
    merges();
    ann.says("/forget Bella@Telegram");
    ann.presses(text("button.erase"));
    ann.awaitsQuiet();
    await().untilAsserted(() -> assertThat(bot.holds("from Bella")).isFalse());
    assertThat(names()).containsExactlyInAnyOrder("Bella", "Tim", "Tim");
    assertThat(speaks("Bella")).isEqualTo("zebra 20");
  }

  @Test
  void aNewerExportKeepsThemOneAndTrainsThatOne() {
    merges();
    sendsWhatsApp(30);
    assertThat(names()).containsExactlyInAnyOrder("Bella", "Tim", "Tim");
    List<TrainingData> lessons = new ArrayList<>(bot.school().lessons());
    Collections.reverse(lessons);
    assertThat(lessons.subList(0, 2))
        .anyMatch(
            lesson -> lesson.turns().stream().anyMatch(t -> t.text().equals("night from Bella")));
    assertThat(speaks("Bella")).isEqualTo("zebra 30");
  }

  @Test
  void aGroupThatHeardOneOfThemIsToldToHearBothAndSeesNoRealMessagesBefore() {
    Group friends = InFriendsGroup.FRIENDS;
    ann.in(friends).says("/share Bella@Telegram");
    ann.presses(text("button.allow-real"));
    ann.says("/merge Bella Bella@WhatsApp");
    assertThat(ann.readsAll())
        .anyMatch(
            said -> said.contains(text("merge.shared", "name", "Bella", "groups", "Friends")));
    ann.awaitsQuiet();
    assertThat(bot.shares().of(ann.owner()))
        .singleElement()
        .matches(share -> share.permissions().isEmpty() && share.person().name().equals("Bella"));
    ann.in(friends).says("/speak Bella");
    assertThat(ann.in(friends).reads()).contains("zebra 20");
  }

  @Test
  void anotherOwnersPeopleAreNotFound() {
    Someone bob = bot.someone(2);
    bob.trains(Export.ofBellaAndTim());
    bob.says("/merge Bella Bella@WhatsApp");
    bob.hears("merge.one-chat");
    assertThat(names()).hasSize(4);
  }
}
