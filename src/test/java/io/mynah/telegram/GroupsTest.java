package io.mynah.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.chat.Reply;
import io.mynah.domain.Group;
import io.mynah.telegram.fake.FakeUser;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is heard of groups: their names, where they move to, and whether the bot is in them. */
class GroupsTest extends BotOnFakeServer {
  @Test
  void aGroupIsNamedAsAWholeWhicheverTopicIsSpokenIn() {
    long group = telegram.group("Friends 🦜");
    FakeUser member = telegram.user("Ann").inTopic(group, 17);
    start();
    member.says("/speak@" + telegram.botName() + " Bella");
    member.sees("You said: /speak Bella");
    assertThat(listener.heard().get(0).envelope().group())
        .isEqualTo(new Group(address(group), "Friends 🦜"));
    assertThat(member.messages().get(0).topic()).isEqualTo(17);

    member.says("/speak@another_bot Bella");
    member.in(member.id()).says("hello");
    member.in(member.id()).sees("You said: hello");
    assertThat(listener.words()).containsExactly("/speak Bella", "hello");
    assertThat(listener.heard().get(1).envelope().group()).isNull();
  }

  @Test
  void itIsHeardWhenTheBotIsPutIntoAGroupAndOutOfIt() {
    long group = telegram.group("Friends");
    FakeUser member = telegram.user("Ann").in(group);
    start();
    member.putsBot(true);
    member.putsBot(false);
    member.in(member.id()).putsBot(false);
    member.says("still there?");
    member.sees("still there?");
    assertThat(listener.news())
        .as("not of private chats")
        .containsExactly("in telegram:" + group, "out of telegram:" + group);
  }

  @Test
  void aMoveIsHeardOfFromTheGroupItself() {
    long group = telegram.group("Friends");
    start();
    long moved = telegram.migrate(group);
    telegram.deliverRaw(
        """
        {"message":{"message_id":9,"date":0,"chat":{"id":%d,"type":"group","title":"Friends"},
        "from":{"id":1,"is_bot":false,"first_name":"Ann"},"migrate_to_chat_id":%d}}"""
            .formatted(group, moved));
    await().until(() -> !listener.news().isEmpty());
    assertThat(listener.news())
        .containsExactly("telegram:%d became telegram:%d".formatted(group, moved));
  }

  @Test
  void aMoveIsHeardOfFromAFailedCallToo() throws Exception {
    long group = telegram.group("Friends");
    start();
    long moved = telegram.migrate(group);
    channel().send(address(group), Reply.of("hello"));
    channel().send(address(group), Reply.of("hello again"));
    assertThat(listener.news())
        .containsExactly("telegram:%d became telegram:%d".formatted(group, moved));
    assertThat(telegram.user("Ann").in(moved).texts()).containsExactly("hello", "hello again");
  }

  @Test
  void thatTheBotWasPutOutIsToldUntilItIsStoredAndBeforeAllThatFollows() {
    long group = telegram.group("Friends");
    FakeUser member = telegram.user("Ann").in(group);
    start().isBusy(true);
    member.putsBot(false);
    awaitWarning("What became of a group is not stored");
    member.putsBot(true);
    member.says("hello");
    member.in(member.id()).says("are you there?");
    member.in(member.id()).sees("You said: are you there?");
    assertThat(listener.news()).isEmpty();
    await().until(() -> inbox.pending().size() == 3);

    listener.isBusy(false);
    member.sees("You said: hello");
    assertThat(listener.news()).containsExactly("out of telegram:" + group, "in telegram:" + group);
    await().until(() -> inbox.pending().isEmpty());
  }

  @Test
  void thatTheBotWasPutOutIsToldAfterARestartIfItCouldNotBeStoredBefore() {
    long group = telegram.group("Friends");
    FakeUser member = telegram.user("Ann").in(group);
    start().isBusy(true);
    member.putsBot(false);
    awaitWarning("What became of a group is not stored");
    bot.close(Duration.ofMillis(200));
    assertThat(inbox.pending()).hasSize(1);

    start();
    await().until(() -> inbox.pending().isEmpty());
    assertThat(listener.news()).containsExactly("out of telegram:" + group);
  }

  @Test
  void aMoveIsToldUntilItIsStored() throws Exception {
    long group = telegram.group("Friends");
    start().isBusy(true);
    long moved = telegram.migrate(group);
    channel().send(address(group), Reply.of("hello"));
    awaitWarning("That a group moved is not stored");
    telegram.deliverRaw(
        """
        {"message":{"message_id":9,"date":0,"chat":{"id":%d,"type":"group","title":"Friends"},
        "from":{"id":1,"is_bot":false,"first_name":"Ann"},"migrate_to_chat_id":%d}}"""
            .formatted(group, moved));
    awaitWarning("What became of a group is not stored");
    listener.isBusy(false);
    await().until(() -> listener.news().size() == 2 && inbox.pending().isEmpty());
    assertThat(listener.news())
        .as("by the call and by the group")
        .containsOnly("telegram:%d became telegram:%d".formatted(group, moved));
  }
}
