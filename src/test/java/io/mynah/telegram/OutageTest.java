package io.mynah.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mynah.chat.Reply;
import io.mynah.domain.MessageRef;
import io.mynah.telegram.connection.TelegramConfig.Pace;
import io.mynah.telegram.fake.FakeUser;
import io.mynah.telegram.fake.Fault;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Telegram away, and Telegram that does what is asked but does not say so. */
class OutageTest extends BotOnFakeServer {
  /** The waits of twenty minutes, 240 of 5 seconds, in as many of 10 milliseconds. */
  private static final Duration AS_TWENTY_MINUTES = Duration.ofMillis(240 * 10);

  private static final Pace HASTY =
      new Pace(
          Duration.ofMillis(2),
          Duration.ofMillis(10),
          5,
          Duration.ofSeconds(3),
          Duration.ofMillis(100),
          Duration.ofMillis(20),
          Duration.ofDays(6));

  private final CountDownLatch away = new CountDownLatch(1);

  @Test
  void whatIsAnsweredWhileTheNetworkIsAwayComesOnceWhenItIsBack() throws Exception {
    List<FakeUser> people = peopleWhoAreAnsweredDuringAnOutage();
    telegram.goOffline();
    outlast();
    telegram.goOnline();
    allAreAnsweredOnceWithinSeconds(people);
  }

  @Test
  void whatIsAnsweredWhileTheServerIsInTroubleComesOnceWhenItIsWell() throws Exception {
    List<FakeUser> people = peopleWhoAreAnsweredDuringAnOutage();
    telegram.faults().always("*", Fault.badGateway());
    outlast();
    telegram.faults().heal();
    allAreAnsweredOnceWithinSeconds(people);
  }

  /** Each has a message that will be changed, and says something. */
  private List<FakeUser> peopleWhoAreAnsweredDuringAnOutage() throws Exception {
    List<FakeUser> people = new ArrayList<>();
    CountDownLatch asked = new CountDownLatch(5);
    start(config().withPace(HASTY))
        .does(
            (incoming, channel) -> {
              MessageRef notice =
                  channel.send(incoming.envelope().address(), Reply.of("I am at it"));
              asked.countDown();
              away.await();
              channel.edit(notice, Reply.of("I am done"));
              Listener.echo(incoming, channel);
            });
    for (int i = 0; i < 5; i++) {
      people.add(telegram.user("Person " + i));
      people.get(i).says("hello");
    }
    assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
    people.forEach(person -> person.sees("I am at it"));
    return people;
  }

  private void outlast() {
    away.countDown();
    await().during(AS_TWENTY_MINUTES).until(() -> true);
  }

  private void allAreAnsweredOnceWithinSeconds(List<FakeUser> people) {
    long begin = System.nanoTime();
    people.forEach(person -> person.sees("You said: hello"));
    people.forEach(person -> person.sees("I am done"));
    people.get(0).says("again");
    people.get(0).sees(m -> m.text().equals("You said: again"), "the next answer");
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
    people.forEach(person -> assertThat(person.texts()).startsWith("I am done", "You said: hello"));
    people.stream().skip(1).forEach(person -> assertThat(person.texts()).hasSize(2));
  }

  @Test
  void aMessageThatMayHaveComeIsSentOnceMoreAndNotAThirdTime() {
    FakeUser ann = telegram.user("Ann");
    start();
    telegram.faults().always("sendMessage", new Fault.Reset(true));
    assertThatThrownBy(() -> channel().send(address(ann.chat()), Reply.of("hello")))
        .isInstanceOf(IOException.class);
    assertThat(ann.texts()).containsExactly("hello", "hello");
  }

  @Test
  void aMessageWhoseAnswerIsLateIsSentOnceMoreAtMost() throws Exception {
    FakeUser ann = telegram.user("Ann");
    start();
    telegram.faults().next("sendMessage", Fault.slow(HASTY.answerTimeout().plusMillis(500)));
    channel().send(address(ann.chat()), Reply.of("hello"));
    await().during(Duration.ofSeconds(1)).until(() -> true);
    assertThat(ann.texts()).hasSizeBetween(1, 2).containsOnly("hello");
  }

  @Test
  void whatMayHaveComeIsNotRepeatedBeforeTheServerAnswers() throws Exception {
    FakeUser ann = telegram.user("Ann");
    start();
    await().until(() -> bot.connected().isDone());
    telegram.faults().next("sendMessage", Fault.reset());
    telegram.faults().next("getMe", Fault.reset(), Fault.reset(), Fault.badGateway());
    int before = telegram.awaitCalls("getMe", calls -> !calls.isEmpty()).size();
    channel().send(address(ann.chat()), Reply.of("hello"));
    assertThat(ann.texts()).containsExactly("hello");
    assertThat(telegram.calls("getMe")).hasSize(before + 4);
  }
}
