package io.mynah.chat;

import static io.mynah.chat.English.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.domain.Address;
import io.mynah.domain.Group;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several voices that are mended at the same time. */
class VoiceRepairTest {
  private static final Group FRIENDS = new Group(new Address("group 1"), "Friends");
  private static final String DAMAGED = text("speak.damaged", "Bella");

  @TempDir Path home;
  private Bot bot;
  private Phone phone;
  private Someone ann;
  private Someone ben;

  @BeforeEach
  void start() {
    bot = new Bot(home).start();
    phone = bot.phone();
    ann = bot.someone(1);
    ben = bot.someone(2);
    ann.trains(Export.ofBellaAndTim());
    ben.trains(Export.ofBellaAndTim());
    ann.in(FRIENDS).says("/share Bella");
    bot.spoilsModels();
  }

  @AfterEach
  void close() {
    phone.releaseSends();
    bot.close();
  }

  private static List<String> damaged(Someone owner) {
    return owner.readsAll().stream().filter(text -> text.startsWith(DAMAGED)).toList();
  }

  /** On a thread of its own: the common pool may have one alone. */
  private static CompletableFuture<Void> asks(Someone someone) {
    return CompletableFuture.runAsync(
        () -> someone.says("/speak Bella"), work -> new Thread(work).start());
  }

  private static void hearsTheEnd(CompletableFuture<Void> asked) throws Exception {
    assertThat(asked.get(20, TimeUnit.SECONDS)).isNull();
  }

  @Test
  void anOwnerWhoIsHardToReachKeepsNoOtherVoiceFromBeingMended() throws Exception {
    phone.holdSends();
    var first = asks(ann);
    var second = asks(ben);
    phone.await("both are on their way to be told", () -> phone.sending() == 2);
    phone.releaseSends();
    hearsTheEnd(first);
    hearsTheEnd(second);
    for (Someone owner : List.of(ann, ben)) {
      owner.awaits(text("notice.done", "Bella"));
      owner.awaitsQuiet();
      assertThat(damaged(owner)).hasSize(1);
    }
  }

  @Test
  void anOwnerIsToldOnceHoweverManyOfAGroupAskForTheVoice() throws Exception {
    Someone member = bot.someone(50).in(FRIENDS);
    Someone another = bot.someone(51).in(FRIENDS);
    phone.onSend(phone::holdSends);
    var first = asks(member);
    phone.await("the owner is about to be told", phone::isSending);
    phone.onSend(() -> {});
    member.hears("group.silent", "Bella");
    var second = asks(another);
    phone.await("the group is about to be told again", () -> phone.sending() == 2);
    phone.releaseSends();
    hearsTheEnd(first);
    hearsTheEnd(second);
    ann.awaits(text("notice.done", "Bella"));
    ann.awaitsQuiet();
    assertThat(damaged(ann)).hasSize(1);
  }
}
