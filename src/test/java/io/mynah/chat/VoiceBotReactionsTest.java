package io.mynah.chat;

import static io.mynah.chat.English.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.telegram.fake.Call;
import io.mynah.telegram.fake.FakeBotApi;
import io.mynah.telegram.fake.FakeFile;
import io.mynah.telegram.fake.FakeUser;
import io.mynah.telegram.fake.Fault;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Voices that react to messages by bots of their own; Bella reacted to all that Tim wrote. */
class VoiceBotReactionsTest extends OverTelegram {
  /** So many messages of which each third is reacted to are never all passed over. */
  private static final int ENOUGH = 40;

  /** Nobody who writes as seldom is too fast for the bot. */
  private static final Duration BETWEEN = Duration.ofSeconds(10);

  @Override
  Export export() {
    return Export.ofBellaAndTim().reactedToBy("Bella", "❤\uFE0F");
  }

  private static List<Call> reactions(FakeBotApi bella) {
    return bella.calls("setMessageReaction");
  }

  private void says(FakeUser who, String words) {
    bot.clock().advance(BETWEEN);
    who.says(words);
    awaitUntil(() -> !bot.pauses().due().isEmpty());
    bot.rests();
    who.sees("night from Bella … " + words);
  }

  /** Says something again and again until there is a reaction. */
  private int saysUntilItReacts(FakeUser who, FakeBotApi bella) {
    int before = reactions(bella).size();
    for (int said = 1; said <= ENOUGH; said++) {
      says(who, "message " + said);
      if (reactions(bella).size() > before) {
        return said;
      }
    }
    throw new AssertionError("no reaction to " + ENOUGH + " messages");
  }

  @Test
  void aVoiceReactsAsThePersonDidUntilItsOwnerSwitchesThatOff() {
    FakeBotApi bella = annPastesATokenFor("Bella");
    FakeUser annThere = bella.visitedBy(ann).waiting(PATIENCE);
    saysUntilItReacts(annThere, bella);
    Call reaction = reactions(bella).get(0);
    assertThat(reaction.arguments().path("chat_id").asLong()).isEqualTo(ann.id());
    assertThat(reaction.arguments().path("reaction").get(0).path("emoji").asText()).isEqualTo("❤");
    assertThat(telegram.calls("setMessageReaction"))
        .as("by Mynah's own bot, on the export")
        .hasSize(1);

    ann.says("/bot Bella");
    ann.presses(text("bot.reacts-off"));
    ann.sees("It doesn't react to messages.");
    int before = reactions(bella).size();
    for (int i = 0; i < ENOUGH / 2; i++) {
      says(annThere, "and now " + i);
    }
    assertThat(reactions(bella)).hasSize(before);

    ann.presses(text("bot.reacts-on"));
    ann.sees("Now and then it reacts");
    saysUntilItReacts(annThere, bella);
  }

  @Test
  void aReactionThatTelegramRefusesHurtsNoAnswer() {
    FakeBotApi bella = annPastesATokenFor("Bella");
    bella
        .faults()
        .always("setMessageReaction", new Fault.Refusal(400, "Bad Request: REACTION_INVALID", 0));
    FakeUser annThere = bella.visitedBy(ann).waiting(PATIENCE);
    saysUntilItReacts(annThere, bella);
    says(annThere, "still there?");
  }

  @Test
  void inAGroupTheVoicesOwnBotReactsToWhatItAnswers() {
    long friends = telegram.group("Friends");
    FakeUser annInGroup = ann.in(friends);
    annInGroup.says("/share Bella");
    annInGroup.sees("say /speak Bella");
    FakeBotApi bella = annPastesATokenFor("Bella");
    bella.joins(friends);
    FakeUser benThere = bella.visitedBy(ben).in(friends).waiting(PATIENCE);
    ann.sees(text("share.done", "name", "Bella", "group", "Friends"));
    ann.presses(text("button.mentions-on"));
    ann.sees("answers in Friends");
    for (int said = 1; said <= ENOUGH && reactions(bella).isEmpty(); said++) {
      String words = "message " + said;
      bot.clock().advance(BETWEEN);
      benThere.says("@" + bella.botName() + " " + words);
      benThere.sees("night from Bella … " + words + " 🦜");
    }
    assertThat(reactions(bella)).isNotEmpty();
    assertThat(reactions(bella).get(0).arguments().path("chat_id").asLong()).isEqualTo(friends);
  }

  @Test
  void whereNoReactionsAreKnownTheCardSaysHowToHaveSome() {
    annPastesATokenFor("Tim");
    ann.says("/bot Tim");
    ann.sees("I know no reactions of Tim. If there are some by now");
  }

  @Test
  void whereAnExportOfTelegramWouldNotHelpTheCardDoesNotAskForOne() {
    String text =
        IntStream.rangeClosed(1, 20)
            .mapToObj(
                i ->
                    "31/12/20, 10:%02d - Carl: zebra %d\n31/12/20, 10:%02d - Ann: why\n"
                        .formatted(i, i, i))
            .collect(Collectors.joining());
    ann.sends(
        FakeFile.of("WhatsApp Chat with Carl.txt", text.getBytes(StandardCharsets.UTF_8)),
        "/train");
    ann.sees(text("notice.done", "Carl"));
    annPastesATokenFor("Carl");
    ann.says("/bot Carl");
    assertThat(ann.sees("I know no reactions of Carl").text()).doesNotContain("export");
  }
}
