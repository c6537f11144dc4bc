package io.mynah.chat;

import static io.mynah.chat.English.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.chat.Offers.Offer;
import io.mynah.chat.dispatch.AllowedUsers;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is offered to someone who types in another chat. */
class InlineConversationTest {
  @TempDir Path home;
  private Bot bot;
  private Someone olga;

  @BeforeEach
  void start() {
    bot = new Bot(home).allows(AllowedUsers.parse("1, 2"), null).start();
    olga = bot.someone(1);
  }

  @AfterEach
  void close() {
    bot.close();
  }

  private Offers offered(String query) {
    return olga.asksInline(query).orElseThrow();
  }

  @Test
  void aNameAndWordsAreAnsweredAsThatPersonAndMarkedAsMadeUp() {
    olga.trains(Export.ofBellaAndTim());
    Offers offers = offered("bella hey");
    assertThat(offers.hint()).isNull();
    assertThat(offers.messages())
        .hasSize(3)
        .contains(
            new Offer("Bella", "night from Bella … hey", "night from Bella … hey\n— Bella 🦜"));
    assertThat(offered("Tim").messages())
        .extracting(Offer::preview)
        .contains("well then 20 from Tim");
  }

  @Test
  void theBeginningOfANameWillDoWhileItIsTyped() {
    olga.trains(Export.ofBellaAndTim());
    assertThat(offered("be").messages()).extracting(Offer::title).containsOnly("Bella");
  }

  @Test
  void withoutANameTheNamesAreHinted() {
    olga.trains(Export.ofBellaAndTim());
    assertThat(offered(" ")).isEqualTo(Offers.hint(text("inline.whom", "Bella and Tim")));
    assertThat(offered("zzz")).isEqualTo(Offers.hint(text("inline.unknown", "Bella and Tim")));
    assertThat(offered("Bela")).isEqualTo(Offers.hint(text("inline.unknown", "Bella")));
  }

  @Test
  void whoHasNobodyIsLedToThePrivateChat() {
    assertThat(offered("bella")).isEqualTo(Offers.hint(text("inline.nobody")));
    assertThat(bot.phone().at(olga.address())).isEmpty();
  }

  @Test
  void whoseVoiceIsDamagedIsTrainedAgainAndThatIsSaidOnceInPrivate() {
    olga.trains(Export.ofBellaAndTim());
    bot.spoilsModels();
    bot.school().hold();
    for (String typed : List.of("Bella h", "Bella he", "Bella hey")) {
      assertThat(offered(typed).messages()).isEmpty();
    }
    assertThat(olga.readsAll())
        .filteredOn(said -> said.startsWith(text("speak.damaged", "Bella")))
        .hasSize(1);
    bot.school().release();
    olga.awaits(text("notice.done", "Bella"));
    olga.awaitsQuiet();
    assertThat(offered("Bella hey").messages()).isNotEmpty();
  }

  @Test
  void aGuestQuestionIsAnsweredWhereItIsAskedAndMarkedAsMadeUp() {
    olga.trains(Export.ofBellaAndTim());
    int before = olga.readsAll().size();
    assertThat(olga.asksAsGuest("bella, hey", ""))
        .contains(
            new Offer("Bella", "night from Bella … hey", "night from Bella … hey\n— Bella 🦜"));
    assertThat(olga.readsAll()).hasSize(before);
  }

  @Test
  void aGuestQuestionAnswersTheMessageThatItRepliesTo() {
    olga.trains(Export.ofBellaAndTim());
    Offer answer = olga.asksAsGuest("Bella", "are you there").orElseThrow();
    assertThat(answer.preview()).endsWith("… are you there");
    assertThat(olga.asksAsGuest("Bella hey", "are you there").orElseThrow().preview())
        .endsWith("… hey");
  }

  @Test
  void aGuestQuestionThatNamesNobodyIsHintedAtInPrivateAlone() {
    assertThat(olga.asksAsGuest("bella hey", "")).isEmpty();
    assertThat(olga.reads()).isEqualTo(text("guest.nobody"));
    olga.trains(Export.ofBellaAndTim());
    assertThat(olga.asksAsGuest("what do you think", "")).isEmpty();
    assertThat(olga.reads()).isEqualTo(text("guest.unknown", "Bella and Tim"));
  }

  @Test
  void onlyTheAskersOwnPeopleAnswerGuestQuestions() {
    olga.trains(Export.ofBellaAndTim());
    Someone anna = bot.someone(2);
    assertThat(anna.asksAsGuest("bella hey", "")).isEmpty();
    assertThat(anna.reads()).isEqualTo(text("guest.nobody"));
    Someone eve = bot.someone(666);
    assertThat(eve.asksAsGuest("bella hey", "")).as("a stranger").isEmpty();
    assertThat(bot.phone().at(eve.address())).isEmpty();
  }

  @Test
  void onlyTheAskersOwnPeopleAreKnown() {
    olga.trains(Export.ofBellaAndTim());
    Someone anna = bot.someone(2);
    assertThat(anna.asksInline("bella").orElseThrow().messages()).isEmpty();
    Someone eve = bot.someone(666);
    assertThat(eve.asksInline("bella")).as("a stranger").isEmpty();
    assertThat(bot.phone().at(eve.address())).isEmpty();
  }

  @Test
  void twoOfOneNameAreToldApart() {
    olga.trains(Export.ofBellaAndTim());
    olga.trains(Export.group("Choir 🎶", 78).says("Bella", 12, "la").says("Zoe", 12, "z"));
    assertThat(offered("bella").messages())
        .extracting(Offer::title)
        .contains("Bella · Bella", "Bella · Choir 🎶")
        .hasSize(3);
  }

  @Test
  void namesOfAnyScriptFitIntoAHint() {
    olga.trains(
        Export.group("x", 78)
            .says("דנה 🦜", 12, "la")
            .says("The one with the very long name, which never ends", 12, "z"));
    assertThat(offered("דנ").messages())
        .extracting(Offer::title)
        .containsOnly("\u2068דנה 🦜\u2069");
    String hint = offered("").hint();
    assertThat(hint.codePointCount(0, hint.length())).isLessThanOrEqualTo(64);
  }

  @Test
  void aFaultIsNotToldInThePrivateChat() {
    olga.trains(Export.ofBellaAndTim());
    int before = olga.readsAll().size();
    bot.phone().failNextOffer(new IllegalStateException("no"));
    assertThat(olga.asksInline("bella")).isEmpty();
    assertThat(olga.readsAll()).hasSize(before);
  }
}
