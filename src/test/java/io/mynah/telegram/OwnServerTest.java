package io.mynah.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mynah.chat.Channel.FileUnavailable;
import io.mynah.chat.FileOffer;
import io.mynah.chat.Incoming;
import io.mynah.chat.PlainTarget;
import io.mynah.telegram.fake.FakeFile;
import io.mynah.telegram.fake.FakeUser;
import org.junit.jupiter.api.Test;

/** A server of one's own that does not run with {@code --local}, though it is taken to. */
class OwnServerTest extends BotOnFakeServer {
  @Test
  void oneThatFindsAFileTooBigHasTelegramsLimitFromThenOn() {
    FakeUser ann = telegram.user("Ann");
    start(config().withLocalServer(true));
    assertThat(channel().fetchLimit()).isEqualTo(Long.MAX_VALUE);
    ann.sends(FakeFile.ofSize("result.json", TelegramChannel.CLOUD_LIMIT + 1));
    await().until(() -> listener.heard().size() == 1);
    FileOffer offer = ((Incoming.File) listener.heard().get(0)).file();
    assertThatThrownBy(
            () -> channel().fetch(offer, new PlainTarget(folder.resolve("upload")), soFar -> true))
        .isInstanceOf(FileUnavailable.class)
        .hasMessageContaining("20 MB");
    assertThat(channel().fetchLimit()).isEqualTo(TelegramChannel.CLOUD_LIMIT);
  }
}
