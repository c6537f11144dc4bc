package io.mynah.chat;

import static io.mynah.chat.English.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.telegram.fake.FakeBotApi;
import io.mynah.telegram.fake.FakeUser;
import io.mynah.telegram.fake.SentMessage;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Voices that speak by bots of their own in a group. */
class VoicesInGroupTest extends OverTelegram {
  private long friends;
  private FakeUser annThere;
  private FakeUser benThere;

  @BeforeEach
  void shareBoth() {
    friends = telegram.group("Friends");
    annThere = ann.in(friends);
    benThere = ben.in(friends);
    for (String name : List.of("Bella", "Tim")) {
      annThere.says("/share " + name);
      annThere.sees("say /speak " + name);
    }
  }

  /** Ann makes a bot for a person and puts it into the group. */
  private FakeBotApi joined(String name) {
    FakeBotApi made = annPastesATokenFor(name);
    made.joins(friends);
    return made;
  }

  /** Ben in the group, as another bot sees him. */
  private FakeUser benAt(FakeBotApi other) {
    return other.visitedBy(ben).in(friends).waiting(PATIENCE);
  }

  private void begins(String command) {
    int before = benThere.texts().size();
    benThere.says(command);
    awaitUntil(() -> benThere.texts().size() > before && !bot.pauses().due().isEmpty());
  }

  /** Waits until Mynah's bot and another have handled everything. */
  private void awaitHandled(FakeBotApi... others) {
    awaitUntil(
        () ->
            telegram.waitingUpdates() == 0
                && inbox.pending().isEmpty()
                && Stream.of(others).allMatch(other -> other.waitingUpdates() == 0)
                && bot.voiceBots().all().stream()
                    .map(io.mynah.domain.Bot.ONLY::voice)
                    .allMatch(voice -> inbox.of(voice).pending().isEmpty()));
  }

  /** Ann presses a button about a person who is shared in the group. */
  private void annPresses(String label, String name) {
    String done = text("share.done", "name", name, "group", "Friends");
    SentMessage card = ann.sees(message -> message.text().startsWith(done), done);
    ann.presses(
        card,
        card.allButtons().stream()
            .filter(button -> button.label().equals(text(label)))
            .findFirst()
            .orElseThrow()
            .data());
    awaitHandled();
  }

  /** What Mynah's own bot said in the group after the conversation began. */
  private List<String> byMynah() {
    List<String> all = benThere.texts();
    String begins = text("converse.begins", "first", "Bella", "second", "Tim");
    return all.subList(all.lastIndexOf(begins) + 1, all.size());
  }

  @Test
  void twoVoicesTalkByTheirOwnBotsAndMynahPassesTheirMessagesOn() {
    FakeBotApi bella = joined("Bella");
    FakeBotApi tim = joined("Tim");
    begins("/converse Bella Tim 4");
    bot.rests();
    assertThat(benAt(bella).texts())
        .hasSize(2)
        .allMatch(words -> words.endsWith("🦜"))
        .noneMatch(words -> words.startsWith("Bella:"))
        .first()
        .isEqualTo("night from Bella 🦜");
    assertThat(benAt(tim).texts())
        .hasSize(2)
        .first()
        .isEqualTo("well then 20 from Tim … night from Bella 🦜");
    assertThat(byMynah()).containsExactly(text("group.conversed"));
  }

  @Test
  void aBotThatIsPutOutOrWasNeverThereIsStoodInFor() {
    FakeBotApi bella = joined("Bella");
    FakeBotApi tim = annPastesATokenFor("Tim");
    begins("/converse Bella Tim 2");
    bot.rests();
    assertThat(byMynah())
        .containsExactly(
            "Tim: well then 20 from Tim … night from Bella 🦜", text("group.conversed"));
    bella.leaves(friends);
    begins("/converse Bella Tim 2");
    bot.rests();
    assertThat(byMynah()).hasSize(3).first().isEqualTo("Bella: night from Bella 🦜");
    int tries = tim.calls("sendMessage").size();
    begins("/converse Bella Tim 2");
    bot.rests();
    assertThat(tim.calls("sendMessage")).as("not tried each time").hasSize(tries);

    bella.joins(friends);
    tim.joins(friends);
    benAt(bella).putsBot(true);
    benAt(tim).putsBot(true);
    awaitHandled(bella, tim);
    begins("/converse Bella Tim 2");
    bot.rests();
    assertThat(byMynah()).as("both are back").containsExactly(text("group.conversed"));
    benAt(tim).putsBot(false);
    awaitHandled(tim);
    begins("/converse Bella Tim 2");
    bot.rests();
    assertThat(byMynah()).hasSize(2);
  }

  @Test
  void whatPeopleSayMeanwhileIsPartOfItAndWhoIsRepliedToAnswers() {
    FakeBotApi bella = joined("Bella");
    FakeBotApi tim = joined("Tim");
    begins("/converse Bella Tim 6");
    awaitSaid(benAt(bella), 1);
    benThere.says("hello you two");
    awaitHandled();
    // What Tim says now was drawn before.
    awaitSaid(benAt(tim), 1);
    assertThat(benAt(tim).texts().get(0)).doesNotContain("hello");
    // What Bella says next is drawn, too. Then she answers what she is asked.
    benAt(bella).repliesTo(benAt(bella).messages().get(0), "bella, really?");
    awaitHandled(bella);
    awaitSaid(benAt(bella), 3);
    assertThat(benAt(tim).texts()).hasSize(1);
    assertThat(benAt(bella).texts().get(2)).isEqualTo("night from Bella … bella, really? 🦜");
    bot.rests();
    assertThat(benAt(bella).texts().size() + benAt(tim).texts().size()).isEqualTo(6);
    assertThat(byMynah()).containsExactly(text("group.conversed"));
  }

  /** Lets time pass until somebody saw so many messages of a voice's own bot. */
  private void awaitSaid(FakeUser there, int count) {
    while (there.texts().size() < count) {
      bot.passes(bot.pauses().due().get(0));
    }
  }

  @Test
  void whoSpokeLastByTheirOwnBotAnswersWhereNobodyIsNamed() {
    joined("Bella");
    joined("Tim");
    annPresses("button.mentions-on", "Bella");
    annPresses("button.mentions-on", "Tim");
    begins("/converse Bella Tim 2");
    bot.rests();
    benThere.sees(text("group.conversed"));
    benThere.says("@" + telegram.botName() + " and you?");
    benThere.sees("well then 20 from Tim … and you? 🦜");
  }

  @Test
  void aReplyToAVoicesOwnBotIsAnsweredAndACommandIsNot() {
    FakeBotApi bella = joined("Bella");
    begins("/converse Bella Tim 2");
    bot.rests();
    benThere.sees(text("group.conversed"));
    SentMessage said = benAt(bella).messages().get(0);
    benAt(bella).repliesTo(said, "/guess Bella");
    benAt(bella).repliesTo(said, "so late");
    awaitHandled(bella);
    bot.rests();
    assertThat(benAt(bella).texts()).hasSize(2);
    assertThat(benAt(bella).texts().get(1)).isEqualTo("night from Bella … so late 🦜");
  }

  @Test
  void whatBotsHearOfEachOtherIsNotAnswered() {
    FakeBotApi bella = joined("Bella");
    FakeBotApi tim = joined("Tim");
    begins("/converse Bella Tim 2");
    tim.hears(bella, friends, "night from Bella 🦜");
    telegram.hears(bella, friends, "night from Bella 🦜");
    awaitHandled(tim);
    bot.rests();
    assertThat(benAt(bella).texts()).hasSize(1);
    assertThat(benAt(tim).texts()).hasSize(1);
    assertThat(byMynah()).containsExactly(text("group.conversed"));
  }

  @Test
  void aVoicesOwnBotStopsWhatMynahBegan() {
    FakeBotApi bella = joined("Bella");
    begins("/converse Bella Tim 12");
    benAt(bella).says("/stop@" + bella.botName());
    benThere.sees(text("group.stopped"));
    int before = benThere.texts().size();
    benAt(bella).says("/stop");
    awaitHandled(bella);
    bot.rests();
    assertThat(benThere.texts()).hasSize(before);
  }

  @Test
  void aVoicesOwnBotAnswersWhoNamesItOrRepliesToItIfItsOwnerLetsIt() {
    FakeBotApi bella = joined("Bella");
    FakeUser benAtBella = benAt(bella);
    String name = "@" + bella.botName();
    benAtBella.says(name + " are you awake?");
    awaitHandled(bella);
    assertThat(benAtBella.texts()).as("off at first").isEmpty();
    annPresses("button.mentions-on", "Bella");
    benAtBella.says("and you, " + name + "? are you awake?");
    awaitHandled(bella);
    bot.rests();
    SentMessage answer = benAtBella.sees("night from Bella … and you, ? are you awake? 🦜");
    benAtBella.repliesTo(answer, "so late");
    awaitHandled(bella);
    bot.rests();
    benAtBella.sees("night from Bella … so late 🦜");
    benAtBella.says("what others say is not for it");
    awaitHandled(bella);
    bot.rests();
    assertThat(benAtBella.texts()).hasSize(2);
    assertThat(benThere.texts()).as("Mynah's own bot").hasSize(2);

    annThere.says("/unshare Bella");
    awaitHandled();
    benAtBella.says(name + " still there?");
    awaitHandled(bella);
    bot.rests();
    assertThat(benAtBella.texts()).as("not shared any more").hasSize(2);
  }
}
