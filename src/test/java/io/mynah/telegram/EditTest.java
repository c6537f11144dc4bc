package io.mynah.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.mynah.chat.Button;
import io.mynah.chat.Reply;
import io.mynah.domain.Address;
import io.mynah.domain.MessageRef;
import io.mynah.telegram.connection.TelegramConfig.Rates;
import io.mynah.telegram.fake.Call;
import io.mynah.telegram.fake.FakeUser;
import io.mynah.telegram.fake.Fault;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EditTest extends BotOnFakeServer {
  private static final Duration EVERY = Duration.ofMillis(300);

  private FakeUser ann;
  private MessageRef message;

  @BeforeEach
  void send() throws Exception {
    ann = telegram.user("Ann");
    start(config().withRates(new Rates(10_000, 10_000, 10_000, 10_000, EVERY)));
    message = channel().send(address(ann.chat()), Reply.of("0 %"));
  }

  @Test
  void ofManyChangesTheLatestWinsAndOneIsMadeInAnInterval() throws Exception {
    for (int percent = 1; percent <= 100; percent++) {
      channel().edit(message, Reply.of(percent + " %"));
      Thread.sleep(10);
    }
    ann.sees("100 %");
    List<Call> calls = telegram.calls("editMessageText");
    assertThat(calls).as("in a second and what it took").hasSizeBetween(3, 12);
    assertThat(calls.get(0).argument("text")).as("the first is made at once").isEqualTo("1 %");
    for (int i = 1; i < calls.size(); i++) {
      // The interval begins when the server has answered, so it is never shorter here.
      assertThat(millisBetween(calls.get(i - 1), calls.get(i))).isGreaterThanOrEqualTo(300);
    }
    assertThat(ann.texts()).containsExactly("100 %");
  }

  @Test
  void usuallyTwoChangesAreTwoSecondsApart() throws Exception {
    start(config().withRates(Rates.USUAL));
    channel().edit(message, Reply.of("1 %"));
    telegram.awaitCalls("editMessageText", calls -> calls.size() == 1);
    channel().edit(message, Reply.of("2 %"));
    ann.sees("2 %");
    List<Call> calls = telegram.calls("editMessageText");
    assertThat(millisBetween(calls.get(0), calls.get(1))).isGreaterThanOrEqualTo(2000);
  }

  @Test
  void messagesThatAreNotHereStayAsTheyAre() {
    for (String elsewhere : List.of("console", "telegram/second:7")) {
      channel().edit(new MessageRef(new Address(elsewhere), "1"), Reply.of("done"));
      channel().progress(new MessageRef(new Address(elsewhere), "2"), Reply.of("1 %"));
    }
    channel().edit(message, Reply.of("1 %"));
    ann.sees("1 %");
    assertThat(telegram.calls("editMessageText")).hasSize(1);
    assertThat(log.said(Level.WARN)).isEmpty();
    assertThat(log.said(Level.ERROR)).isEmpty();
  }

  @Test
  void aChangeThatChangesNothingIsASuccess() {
    channel().edit(message, Reply.of("0 %"));
    telegram.awaitCalls("editMessageText", calls -> calls.size() == 1);
    channel().edit(message, Reply.of("1 %"));
    ann.sees("1 %");
    assertThat(telegram.calls("editMessageText")).hasSize(2);
    assertThat(log.said(Level.WARN)).isEmpty();
  }

  @Test
  void whatIsShownAlreadyIsNotAskedForAgain() {
    channel().edit(message, Reply.of("1 %"));
    telegram.awaitCalls("editMessageText", calls -> calls.size() == 1);
    channel().edit(message, Reply.of("1 %"));
    channel().progress(message, Reply.of("1 %"));
    await().until(() -> inbox.edits().waiting().isEmpty());
    channel().edit(message, Reply.of("2 %"));
    ann.sees("2 %");
    assertThat(telegram.calls("editMessageText")).hasSize(2);
  }

  @Test
  void whatWasShownBeforeAChangeWithoutAnAnswerIsAskedForAgain() {
    channel().edit(message, Reply.of("1 %"));
    ann.sees("1 %");
    telegram.faults().next("editMessageText", Fault.cutOff());
    channel().edit(message, Reply.of("2 %"));
    ann.sees("2 %");
    channel().edit(message, Reply.of("1 %"));
    ann.sees("1 %");
    await().until(() -> inbox.edits().waiting().isEmpty());
    assertThat(ann.texts()).containsExactly("1 %");
  }

  @Test
  void aChangeThatComesTooSoonIsMadeAfterTheTimeThatTelegramAsksFor() {
    telegram.faults().next("editMessageText", Fault.tooManyRequests(1));
    channel().edit(message, Reply.of("1 %"));
    telegram.awaitCalls("editMessageText", calls -> calls.size() == 1);
    channel().edit(message, Reply.of("2 %"));
    ann.sees("2 %");
    List<Call> calls = telegram.calls("editMessageText");
    assertThat(calls).hasSize(2);
    assertThat(millisBetween(calls.get(0), calls.get(1))).isGreaterThanOrEqualTo(1000);
  }

  @Test
  void aChangeIsTriedAgainAfterFaultsThatPass() {
    telegram
        .faults()
        .next("editMessageText", Fault.badGateway(), Fault.reset(), Fault.internalError());
    channel().edit(message, Reply.of("1 %"));
    ann.sees("1 %");
    assertThat(telegram.faults().left("editMessageText")).as("faults that never happened").isZero();
  }

  @Test
  void changesOfOneMessageDoNotWaitForThoseOfAnother() throws Exception {
    MessageRef other = channel().send(address(ann.chat()), Reply.of("other"));
    telegram.faults().next("editMessageText", Fault.slow(Duration.ofSeconds(2)));
    channel().edit(message, Reply.of("slow"));
    telegram.awaitCalls("editMessageText", calls -> calls.size() == 1);
    channel().edit(other, Reply.of("other, changed"));
    ann.sees("other, changed");
    assertThat(ann.texts()).contains("0 %");
    ann.sees("slow");
  }

  @Test
  void buttonsAreSetAndTakenAway() {
    channel().edit(message, new Reply("1 %", List.of(List.of(new Button("Cancel", "c1")))));
    ann.sees(shown -> shown.allButtons().size() == 1, "a button");
    channel().edit(message, Reply.of("2 %"));
    ann.sees(shown -> shown.text().equals("2 %") && shown.buttons().isEmpty(), "no button");
  }

  @Test
  void aTextThatIsTooLongForAMessageIsShortened() {
    channel().edit(message, Reply.of("🦜".repeat(4000)));
    String text = ann.sees("…").text();
    assertThat(text.length()).isBetween(4090, 4096);
  }

  @Test
  void theLastChangeIsMadeBeforeTheBotEnds() {
    channel().edit(message, Reply.of("1 %"));
    ann.sees("1 %");
    channel().edit(message, Reply.of("stopping"));
    bot.close(Duration.ofSeconds(5));
    assertThat(ann.texts()).containsExactly("stopping");
  }

  @Test
  void aChangeThatWaitedWhenTheProcessEndedIsMadeByTheNext() {
    telegram.faults().always("editMessageText", Fault.tooManyRequests(60));
    channel().edit(message, new Reply("100 %", List.of(List.of(new Button("Why", "w1")))));
    telegram.awaitCalls("editMessageText", calls -> calls.size() == 1);
    bot.close(Duration.ofMillis(100));
    telegram.faults().heal();
    start();
    ann.sees(shown -> shown.text().equals("100 %") && shown.allButtons().size() == 1, "all of it");
    await().until(() -> inbox.edits().waiting().isEmpty());
  }

  @Test
  void aNewerChangeGoesBeforeTheOneThatAnEarlierProcessDidNotMake() {
    long old = inbox.edits().put(message, null, "{\"text\": \"old\", \"buttons\": []}");
    channel().edit(message, Reply.of("new"));
    ann.sees("new");
    await().until(() -> inbox.edits().waiting().isEmpty());
    bot.close(Duration.ofMillis(100));
    start();
    ann.says("hello");
    ann.sees("You said: hello");
    assertThat(ann.texts()).contains("new").doesNotContain("old");
    assertThat(old).isPositive();
  }

  @Test
  void whatOnlyShowsHowFarSomethingIsIsNotKept() {
    telegram.faults().next("editMessageText", Fault.tooManyRequests(4));
    channel().progress(message, Reply.of("50 %"));
    telegram.awaitCalls("editMessageText", calls -> calls.size() == 1);
    assertThat(inbox.edits().waiting()).isEmpty();
    channel().edit(message, Reply.of("stopped"));
    channel().progress(message, Reply.of("60 %"));
    assertThat(inbox.edits().waiting()).singleElement().asString().contains("stopped");
    ann.sees("60 %");
    await().until(() -> inbox.edits().waiting().isEmpty());
  }

  @Test
  void whatIsNoChangeIsThrownAway() {
    assertThat(inbox.edits().put(message, null, "nonsense")).isPositive();
    bot.close(Duration.ofMillis(100));
    start();
    await().until(() -> inbox.edits().waiting().isEmpty());
    assertThat(ann.texts()).containsExactly("0 %");
  }

  @Test
  void oneThatIsDamagedHoldsUpNoOther() throws Exception {
    MessageRef other = channel().send(address(ann.chat()), Reply.of("other"));
    telegram.faults().always("editMessageText", Fault.tooManyRequests(60));
    channel().edit(message, Reply.of("1 %"));
    channel().edit(other, Reply.of("other, changed"));
    telegram.awaitCalls("editMessageText", calls -> !calls.isEmpty());
    bot.close(Duration.ofMillis(100));
    telegram.faults().heal();
    try (Connection spoiler =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("mynah.db"));
        Statement statement = spoiler.createStatement()) {
      statement.execute(
          "update pending_edits set reply = x'0102' where message = " + message.messageId());
    }
    start();
    ann.sees("other, changed");
    await().until(() -> inbox.edits().waiting().isEmpty());
    assertThat(ann.texts()).containsExactly("0 %", "other, changed");
    assertThat(warnings("What a message was to be changed to is damaged")).isEqualTo(1);
  }
}
