package io.mynah.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mynah.chat.Channel.FileUnavailable;
import io.mynah.chat.FileOffer;
import io.mynah.chat.Incoming;
import io.mynah.chat.PlainTarget;
import io.mynah.telegram.connection.TelegramConfig;
import io.mynah.telegram.fake.Call;
import io.mynah.telegram.fake.FakeBotApi;
import io.mynah.telegram.fake.FakeFile;
import io.mynah.telegram.fake.FakeUser;
import io.mynah.telegram.fake.Fault;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DownloadTest extends BotOnFakeServer {

  private FakeUser ann;
  private Path into;

  @BeforeEach
  void meet() {
    ann = telegram.user("Ann");
    into = folder.resolve("upload");
    start();
  }

  @Test
  void aFileOfTheLargestSizeArrivesPieceByPieceOnTheDisk() throws Exception {
    byte[] bytes = bytes((int) TelegramChannel.CLOUD_LIMIT);
    List<Long> seen = new ArrayList<>();
    channel()
        .fetch(
            sent(FakeFile.of("result.json", bytes)),
            new PlainTarget(into),
            soFar -> {
              seen.add(soFar);
              assertThat(into).hasSize(soFar);
              return true;
            });
    assertThat(Files.readAllBytes(into)).isEqualTo(bytes);
    assertThat(seen).hasSizeGreaterThan(20).isSorted().endsWith((long) bytes.length);
  }

  @Test
  void aFileOverTheLimitIsDeclinedBeforeTelegramIsAsked() {
    FileOffer offer = sent(FakeFile.ofSize("result.json", TelegramChannel.CLOUD_LIMIT + 1));
    assertThat(channel().fetchLimit()).isEqualTo(20 * 1024 * 1024);
    assertThatThrownBy(() -> channel().fetch(offer, new PlainTarget(into), DownloadTest::on))
        .isInstanceOf(FileUnavailable.class)
        .hasMessageContaining("20 MB")
        .hasMessageContaining("Zip");
    assertThat(telegram.calls("getFile")).isEmpty();
  }

  @Test
  void aFileOfUntoldSizeThatTelegramFindsTooBigIsDeclinedInTheSameWords() {
    FileOffer offer = sent(FakeFile.ofSize("result.json", TelegramChannel.CLOUD_LIMIT + 1));
    FileOffer untold = new FileOffer(offer.handle(), offer.name(), -1);
    assertThatThrownBy(() -> channel().fetch(untold, new PlainTarget(into), DownloadTest::on))
        .isInstanceOf(FileUnavailable.class)
        .hasMessageContaining("20 MB");
    assertThat(telegram.calls("download")).isEmpty();
  }

  @Test
  void aDownloadThatBreaksOffBeginsAgain() throws Exception {
    byte[] bytes = bytes(300_000);
    telegram.faults().next("getFile", Fault.badGateway(), Fault.cutOff(), Fault.reset());
    telegram
        .faults()
        .next("download", Fault.cutOff(), Fault.reset(), Fault.badGateway(), Fault.internalError());
    channel()
        .fetch(sent(FakeFile.of("result.json", bytes)), new PlainTarget(into), DownloadTest::on);
    assertThat(Files.readAllBytes(into)).isEqualTo(bytes);
    assertThat(telegram.calls("download")).hasSize(5);
  }

  @Test
  void aServerThatFallsSilentInMidFileIsNotWaitedForForEver() throws Exception {
    byte[] bytes = bytes(300_000);
    restart(Duration.ofMillis(300));
    telegram.faults().next("download", Fault.stall());
    channel()
        .fetch(sent(FakeFile.of("result.json", bytes)), new PlainTarget(into), DownloadTest::on);
    assertThat(Files.readAllBytes(into)).isEqualTo(bytes);
  }

  @Test
  void aNetworkThatGoesInMidFileAndComesBackIsOvercome() throws Exception {
    byte[] bytes = bytes(8_000_000);
    AtomicBoolean gone = new AtomicBoolean();
    channel()
        .fetch(
            sent(FakeFile.of("result.json", bytes)),
            new PlainTarget(into),
            soFar -> {
              if (soFar > 1_000_000 && !gone.getAndSet(true)) {
                telegram.goOffline();
                telegram.goOnline();
              }
              return true;
            });
    assertThat(Files.readAllBytes(into)).isEqualTo(bytes);
    assertThat(telegram.calls("download")).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"getFile", "download"})
  void aServerThatAsksForPatienceIsLeftAloneAsLongAsItAsks(String method) throws Exception {
    telegram.faults().next(method, Fault.tooManyRequests(1));
    channel()
        .fetch(
            sent(FakeFile.of("result.json", bytes(10))), new PlainTarget(into), DownloadTest::on);
    List<Call> calls = telegram.calls(method);
    assertThat(calls).hasSize(2);
    assertThat(millisBetween(calls.get(0), calls.get(1))).isGreaterThanOrEqualTo(1000);
  }

  @Test
  void aFileThatIsNotAsLongAsToldIsNotTakenForWhole() {
    FileOffer offer = sent(FakeFile.ofSize("result.json", 100));
    assertThatThrownBy(() -> channel().fetch(offer, new PlainTarget(into), DownloadTest::on))
        .isInstanceOf(IOException.class);
    assertThat(telegram.calls("download")).hasSize(QUICK.attempts());
    assertThat(into).doesNotExist();
  }

  @Test
  void aFileThatTelegramNoLongerHasIsAskedForOnce() {
    FileOffer unknown = new FileOffer("never heard of", "result.json", 10);
    assertThatThrownBy(() -> channel().fetch(unknown, new PlainTarget(into), DownloadTest::on))
        .isInstanceOf(FileUnavailable.class)
        .hasMessageContaining("send it again");
    telegram.faults().next("download", new Fault.Refusal(404, "Not Found", 0));
    FileOffer expired = sent(FakeFile.of("result.json", bytes(10)));
    assertThatThrownBy(() -> channel().fetch(expired, new PlainTarget(into), DownloadTest::on))
        .isInstanceOf(FileUnavailable.class)
        .hasMessageContaining("send it again");
    assertThat(telegram.calls("download")).hasSize(1);
    assertThat(into).doesNotExist();
  }

  @Test
  void anErrorPageIsNotTakenForTheFile() {
    telegram.faults().always("download", Fault.badGateway());
    FileOffer offer = sent(FakeFile.of("result.json", bytes(10)));
    assertThatThrownBy(() -> channel().fetch(offer, new PlainTarget(into), DownloadTest::on))
        .hasMessageContaining("502");
    assertThat(into).doesNotExist();
  }

  @Test
  void whoeverListensCanStopADownload() {
    FileOffer offer = sent(FakeFile.of("result.json", bytes(3_000_000)));
    assertThatThrownBy(
            () -> channel().fetch(offer, new PlainTarget(into), soFar -> soFar < 1_000_000))
        .isInstanceOf(InterruptedIOException.class);
    assertThat(telegram.calls("download")).as("not begun again").hasSize(1);
    assertThat(into).doesNotExist();
  }

  @Test
  void aFileThatIsThereIsNeitherOverwrittenNorDeleted() throws Exception {
    Files.writeString(into, "somebody's");
    FileOffer offer = sent(FakeFile.of("result.json", bytes(10)));
    assertThatThrownBy(() -> channel().fetch(offer, new PlainTarget(into), DownloadTest::on))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(into).hasContent("somebody's");

    Path nowhere = folder.resolve("no such folder").resolve("upload");
    assertThatThrownBy(() -> channel().fetch(offer, new PlainTarget(nowhere), DownloadTest::on))
        .isInstanceOf(NoSuchFileException.class);
    assertThat(telegram.calls("download")).as("the disk's faults are not the net's").hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"documents/../../botx/deleteWebhook", "..", "documents/.."})
  void aPlaceThatLeadsOutOfTheFilesIsNotAskedFor(String place) {
    telegram.tellsPlaceOfFiles(place);
    FileOffer offer = sent(FakeFile.of("result.json", bytes(10)));
    assertThatThrownBy(() -> channel().fetch(offer, new PlainTarget(into), DownloadTest::on))
        .isInstanceOf(FileUnavailable.class);
    assertThat(telegram.calls("download")).isEmpty();
    assertThat(telegram.calls(FakeBotApi.ELSEWHERE)).isEmpty();
  }

  @Test
  void aCloudServerCannotNameAFileOfThisMachine() throws Exception {
    Path secret = Files.writeString(folder.resolve("secret"), "of this machine");
    telegram.tellsPlaceOfFiles(secret.toAbsolutePath().toString());
    FileOffer offer = sent(FakeFile.of("result.json", bytes(10)));
    assertThatThrownBy(() -> channel().fetch(offer, new PlainTarget(into), DownloadTest::on))
        .isInstanceOf(FileUnavailable.class);
    assertThat(into).doesNotExist();
  }

  /** Lets a download go on. */
  static boolean on(long bytes) {
    return true;
  }

  private void restart(Duration answerTimeout) {
    bot.close();
    start(
        config()
            .withPace(
                new TelegramConfig.Pace(
                    QUICK.firstRetry(),
                    QUICK.longestRetry(),
                    QUICK.attempts(),
                    answerTimeout,
                    QUICK.typingEvery(),
                    QUICK.watchEvery(),
                    QUICK.idleBeforeNewEpoch())));
  }

  private FileOffer sent(FakeFile file) {
    ann.sends(file);
    await().until(() -> !listener.heard().isEmpty() && inbox.pending().isEmpty());
    Incoming last = listener.heard().get(listener.heard().size() - 1);
    return ((Incoming.File) last).file();
  }

  private static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    new Random(count).nextBytes(bytes);
    return bytes;
  }
}
