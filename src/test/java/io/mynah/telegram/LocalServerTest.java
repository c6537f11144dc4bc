package io.mynah.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mynah.chat.Channel.FileUnavailable;
import io.mynah.chat.FileOffer;
import io.mynah.chat.Incoming;
import io.mynah.chat.PlainTarget;
import io.mynah.telegram.connection.TelegramConfig;
import io.mynah.telegram.fake.FakeBotApi;
import io.mynah.telegram.fake.FakeFile;
import io.mynah.telegram.fake.FakeUser;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A Bot API server of one's own, which runs with {@code --local}. */
class LocalServerTest extends BotOnFakeServer {

  private FakeUser ann;
  private Path into;

  @Override
  FakeBotApi startServer() {
    try {
      return FakeBotApi.startLocal(Files.createDirectory(folder.resolve("server")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @BeforeEach
  void meet() {
    ann = telegram.user("Ann");
    into = folder.resolve("upload");
    start(config().withLocalServer(true));
  }

  @Test
  void aServerOfOnesOwnIsTakenToRunLocally() {
    assertThat(TelegramConfig.of("1:a", telegram.address()).localServer()).isTrue();
    assertThat(TelegramConfig.of("1:a", TelegramConfig.CLOUD).localServer()).isFalse();
  }

  @Test
  void aFileOverTwentyMegabytesIsTakenFromTheServersDisk() throws Exception {
    byte[] bytes = new byte[(int) TelegramChannel.CLOUD_LIMIT + 100_000];
    new Random(1).nextBytes(bytes);
    FileOffer offer = sent(FakeFile.of("result.json", bytes));

    channel().fetch(offer, new PlainTarget(into), DownloadTest::on);

    assertThat(channel().fetchLimit()).isEqualTo(Long.MAX_VALUE);
    assertThat(Files.readAllBytes(into)).isEqualTo(bytes);
    assertThat(telegram.calls("download")).isEmpty();
    try (Stream<Path> left = Files.walk(folder.resolve("server"))) {
      assertThat(left.filter(Files::isRegularFile)).as("the server's own copy").isEmpty();
    }
  }

  @Test
  void aServerThatNamesAPlaceOfItsOwnIsAskedOverTheNetwork() throws Exception {
    FileOffer offer = sent(FakeFile.of("result.json", new byte[] {1, 2, 3}));
    telegram.tellsPlaceOfFiles("documents/" + offer.handle() + ".bin");
    channel().fetch(offer, new PlainTarget(into), DownloadTest::on);
    assertThat(into).hasBinaryContent(new byte[] {1, 2, 3});
    assertThat(telegram.calls("download")).hasSize(1);
  }

  @Test
  void aDiskThatThisMachineDoesNotSeeIsNamed() {
    telegram.tellsPlaceOfFiles(folder.resolve("server/elsewhere").toAbsolutePath().toString());
    FileOffer offer = sent(FakeFile.of("result.json", new byte[3]));
    assertThatThrownBy(() -> channel().fetch(offer, new PlainTarget(into), DownloadTest::on))
        .isInstanceOf(FileUnavailable.class)
        .hasMessageContaining("its own disk");
    assertThat(telegram.calls("download")).isEmpty();
  }

  @Test
  void aFileThatAnotherFetchTookAMomentAgoIsAskedForOnceMore() throws Exception {
    FileOffer offer = sent(FakeFile.of("result.json", new byte[] {1, 2, 3}));
    telegram.losesFiles(1);
    channel().fetch(offer, new PlainTarget(into), DownloadTest::on);
    assertThat(into).hasBinaryContent(new byte[] {1, 2, 3});

    telegram.losesFiles(2);
    assertThatThrownBy(() -> channel().fetch(offer, new PlainTarget(into), DownloadTest::on))
        .isInstanceOf(FileUnavailable.class);
    assertThat(telegram.calls("getFile")).as("not for ever").hasSize(4);
  }

  @Test
  void whatIsNoFileIsNotRead() {
    telegram.tellsPlaceOfFiles(folder.toAbsolutePath().toString());
    FileOffer offer = sent(FakeFile.of("result.json", new byte[3]));
    assertThatThrownBy(() -> channel().fetch(offer, new PlainTarget(into), DownloadTest::on))
        .isInstanceOf(FileUnavailable.class);
    assertThat(into).doesNotExist();
  }

  @Test
  void copyingCanBeStopped() {
    FileOffer offer = sent(FakeFile.of("result.json", new byte[1_000_000]));
    assertThatThrownBy(
            () -> channel().fetch(offer, new PlainTarget(into), soFar -> soFar < 500_000))
        .isInstanceOf(InterruptedIOException.class);
    assertThat(into).doesNotExist();
  }

  private FileOffer sent(FakeFile file) {
    ann.sends(file);
    await().until(() -> listener.heard().size() == 1);
    return ((Incoming.File) listener.heard().get(0)).file();
  }
}
