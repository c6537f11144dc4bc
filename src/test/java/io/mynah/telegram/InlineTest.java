package io.mynah.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import com.fasterxml.jackson.databind.JsonNode;
import io.mynah.chat.Channel;
import io.mynah.chat.Incoming;
import io.mynah.chat.Offers;
import io.mynah.chat.Offers.Offer;
import io.mynah.domain.OwnerId;
import io.mynah.telegram.fake.Call;
import io.mynah.telegram.fake.FakeUser;
import io.mynah.telegram.fake.Fault;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Queries from other chats: quick, the newest first, and of no use later. */
class InlineTest extends BotOnFakeServer {
  private static final Offers NOTHING = new Offers(List.of(), null);

  private static void offer(Incoming incoming, Channel channel, Offers offers) {
    channel.offer((Incoming.Query) incoming, offers);
  }

  private JsonNode answer(String query) {
    return telegram
        .awaitCalls("answerInlineQuery", calls -> calls.stream().anyMatch(c -> isOf(c, query)))
        .stream()
        .filter(call -> isOf(call, query))
        .findFirst()
        .orElseThrow()
        .arguments();
  }

  private static boolean isOf(Call call, String query) {
    return call.argument("inline_query_id").equals(query);
  }

  @Test
  void theOffersComeAsArticlesForTheAskerAlone() {
    FakeUser ann = telegram.user("Ann", "de");
    Offers offers =
        new Offers(
            List.of(
                new Offer("Bella", "hi", "hi\n— Bella"), new Offer("Bella", "hi", "hi\n— Bella")),
            null);
    start().does((incoming, channel) -> offer(incoming, channel, offers));
    JsonNode answer = answer(ann.asksInline("bella hey"));

    assertThat(answer.path("is_personal").booleanValue()).isTrue();
    assertThat(answer.path("cache_time").intValue()).isLessThanOrEqualTo(5);
    assertThat(answer.path("button").isObject()).isFalse();
    assertThat(answer.path("results"))
        .extracting(r -> r.path("input_message_content").path("message_text").textValue())
        .containsExactly("hi\n— Bella", "hi\n— Bella");
    Incoming.Query query = (Incoming.Query) listener.heard().get(0);
    assertThat(query.text()).isEqualTo("bella hey");
    assertThat(query.envelope().sender()).isEqualTo(OwnerId.telegram(ann.id()));
    assertThat(query.envelope().address()).isEqualTo(address(ann.chat()));
    assertThat(query.envelope().language()).isEqualTo(Locale.GERMAN);
  }

  @Test
  void aGuestQuestionIsAnsweredOnceInTheChatWhereItWasAsked() {
    FakeUser ann = telegram.user("Ann", "de");
    start()
        .does(
            (incoming, channel) ->
                channel.answer((Incoming.Guest) incoming, new Offer("Bella", "hi", "hi\n— Bella")));
    String id =
        ann.asksGuest(
            -1_007,
            "What now, @" + bot.connected().join().toUpperCase(Locale.ROOT) + " bella?",
            "so");
    Call call = telegram.awaitCalls("answerGuestQuery", calls -> !calls.isEmpty()).get(0);
    assertThat(call.argument("guest_query_id")).isEqualTo(id);
    assertThat(
            call.arguments()
                .path("result")
                .path("input_message_content")
                .path("message_text")
                .textValue())
        .isEqualTo("hi\n— Bella");
    Incoming.Guest question = (Incoming.Guest) listener.heard().get(0);
    assertThat(question.text()).isEqualTo("bella? What now,");
    assertThat(question.answered().text()).isEqualTo("so");
    assertThat(question.envelope().sender()).isEqualTo(OwnerId.telegram(ann.id()));
    assertThat(question.envelope().address()).isEqualTo(address(ann.chat()));
    assertThat(question.envelope().group()).isNull();
    assertThat(telegram.calls("sendMessage")).isEmpty();
  }

  @Test
  void aHintLeadsToThePrivateChat() {
    FakeUser ann = telegram.user("Ann");
    start().does((incoming, channel) -> offer(incoming, channel, new Offers(List.of(), "A name")));
    JsonNode answer = answer(ann.asksInline(""));
    assertThat(answer.path("results")).isEmpty();
    assertThat(answer.path("button").path("text").textValue()).isEqualTo("A name");
    assertThat(answer.path("button").path("start_parameter").textValue()).isNotEmpty();
  }

  @Test
  void aQueryIsAnsweredWithinASecondHoweverMuchIsGoingOn() {
    FakeUser ann = telegram.user("Ann");
    FakeUser ben = telegram.user("Ben");
    CountDownLatch enough = new CountDownLatch(1);
    start(config().withThreads(1))
        .does(
            (incoming, channel) -> {
              if (incoming instanceof Incoming.Query) {
                offer(incoming, channel, NOTHING);
              } else {
                enough.await();
              }
            });
    ann.says("something that takes long");
    ben.says("this, too");
    await().until(() -> listener.heard().size() == 1);
    long asked = System.nanoTime();
    answer(ann.asksInline("bella"));
    assertThat((System.nanoTime() - asked) / 1e6).as("milliseconds").isLessThan(1000);
    enough.countDown();
  }

  @Test
  void ofTheQueriesOfOnePersonOnlyTheNewestIsAnsweredNext() {
    FakeUser ann = telegram.user("Ann");
    FakeUser ben = telegram.user("Ben");
    CountDownLatch enough = new CountDownLatch(1);
    start()
        .does(
            (incoming, channel) -> {
              if (((Incoming.Query) incoming).text().equals("b")) {
                enough.await();
              }
              offer(incoming, channel, NOTHING);
            });
    ann.asksInline("b");
    await().until(() -> listener.heard().size() == 1);
    ann.asksInline("be");
    ann.asksInline("bel");
    String newest = ann.asksInline("bell");
    answer(ben.asksInline("tim"));
    enough.countDown();
    answer(newest);
    assertThat(listener.heard())
        .extracting(incoming -> ((Incoming.Query) incoming).text())
        .containsExactly("b", "tim", "bell");
  }

  @Test
  void aQueryIsNotKeptForLater() {
    FakeUser ann = telegram.user("Ann");
    start().does((incoming, channel) -> offer(incoming, channel, NOTHING));
    String query = ann.asksInline("bella");
    answer(query);
    await().until(() -> telegram.waitingUpdates() == 0);
    assertThat(inbox.last()).isEmpty();
    assertThat(inbox.pending()).isEmpty();
  }

  @Test
  void aQueryThatTelegramWaitsForNoLongerIsNoTrouble() {
    FakeUser ann = telegram.user("Ann");
    start().does((incoming, channel) -> offer(incoming, channel, NOTHING));
    telegram
        .faults()
        .next("answerInlineQuery", new Fault.Refusal(400, "Bad Request: query is too old", 0));
    ann.asksInline("bella");
    answer(ann.asksInline("tim"));
    assertThat(log.said(Level.WARN)).isEmpty();
  }

  @Test
  void aFaultInAnAnswerDoesNotEndAnswering() {
    FakeUser ann = telegram.user("Ann");
    start()
        .does(
            (incoming, channel) -> {
              if (((Incoming.Query) incoming).text().isEmpty()) {
                throw new IllegalStateException("no");
              }
              offer(incoming, channel, NOTHING);
            });
    ann.asksInline("");
    awaitErrorAndQuiet();
    answer(ann.asksInline("bella"));
  }

  private void awaitErrorAndQuiet() {
    await().until(() -> !log.said(Level.ERROR).isEmpty());
  }

  @Test
  void aReactionIsShownAtOnceAndItsFaultIsNoTrouble() throws Exception {
    FakeUser ann = telegram.user("Ann");
    start()
        .does(
            (incoming, channel) -> {
              // Bots may not react with every emoji.
              channel.react(incoming.envelope().message(), "🦜");
              channel.react(incoming.envelope().message(), "👀");
            });
    telegram.faults().next("setMessageReaction", Fault.badGateway());
    ann.says("hello");
    List<Call> calls = telegram.awaitCalls("setMessageReaction", all -> all.size() == 2);
    for (Call call : calls) {
      JsonNode reaction = call.arguments().path("reaction");
      assertThat(reaction).hasSize(1);
      assertThat(reaction.get(0).path("emoji").textValue()).isEqualTo("👀");
    }
    assertThat(calls.get(1).argument("message_id"))
        .isEqualTo(listener.heard().get(0).envelope().message().messageId());
    assertThat(log.said(Level.WARN)).isEmpty();
  }
}
