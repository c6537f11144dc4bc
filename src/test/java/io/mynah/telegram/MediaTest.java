package io.mynah.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mynah.chat.Button;
import io.mynah.chat.Reply;
import io.mynah.domain.Bot;
import io.mynah.domain.MessageRef;
import io.mynah.telegram.connection.TelegramAddress;
import io.mynah.telegram.connection.TelegramConfig.Pace;
import io.mynah.telegram.connection.TelegramConfig.Rates;
import io.mynah.telegram.fake.Call;
import io.mynah.telegram.fake.FakeUser;
import io.mynah.telegram.fake.Fault;
import io.mynah.telegram.fake.SentMessage;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pictures and files on their way out. */
class MediaTest extends BotOnFakeServer {
  private static final Reply CAPTION =
      new Reply(
          "How it learned, {\"so\"} & <b>so</b>", List.of(List.of(new Button("More", "m:1"))));

  private FakeUser ann;

  @BeforeEach
  void meet() {
    ann = telegram.user("Ann");
  }

  private static byte[] png() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(60, 40, BufferedImage.TYPE_INT_RGB), "png", out);
    return out.toByteArray();
  }

  @Test
  void aPictureArrivesWithItsCaptionAndButtons() throws Exception {
    start();
    MessageRef ref = channel().sendPicture(address(ann.chat()), png(), CAPTION);

    SentMessage message = ann.messages().get(0);
    assertThat(message.isPicture()).isTrue();
    assertThat(message.file().content()).isEqualTo(png());
    assertThat(message.text()).isEqualTo(CAPTION.text());
    assertThat(message.allButtons()).containsExactly(new SentMessage.Button("More", "m:1"));
    assertThat(ref.messageId()).isEqualTo(Integer.toString(message.id()));
  }

  @Test
  void aFileArrivesByItsNameByteForByte() throws Exception {
    start();
    byte[] content = "Bella: hi\r\n--x\r\nTim: 🦜\n".repeat(5000).getBytes(StandardCharsets.UTF_8);
    channel().sendDocument(address(ann.chat()), "talk.txt", content, Reply.of(""));

    SentMessage message = ann.messages().get(0);
    assertThat(message.isPicture()).isFalse();
    assertThat(message.file().name()).isEqualTo("talk.txt");
    assertThat(message.file().content()).isEqualTo(content);
    assertThat(message.text()).isEmpty();
  }

  @Test
  void aFileThatComesTooSoonIsSentWholeAfterTheTimeThatTelegramAsksFor() throws Exception {
    start();
    telegram.faults().next("sendDocument", Fault.tooManyRequests(1), Fault.badGateway());
    byte[] content = new byte[300_000];
    channel().sendDocument(address(ann.chat()), "talk.txt", content, CAPTION);

    List<Call> calls = telegram.calls("sendDocument");
    assertThat(calls).hasSize(3);
    assertThat(millisBetween(calls.get(0), calls.get(1))).isGreaterThanOrEqualTo(1000);
    assertThat(ann.messages()).hasSize(1);
    assertThat(ann.messages().get(0).file().content()).isEqualTo(content);
  }

  @Test
  void picturesAndWordsShareTheRateOfTheirChat() throws Exception {
    start(config().withRates(new Rates(10, 1, 20, 30, Duration.ofMillis(100))));
    channel().send(address(ann.chat()), Reply.of("one"));
    channel().sendPicture(address(ann.chat()), png(), Reply.of("two"));
    channel().send(address(ann.chat()), Reply.of("three"));

    Call one = telegram.calls("sendMessage").get(0);
    Call three = telegram.calls("sendMessage").get(1);
    assertThat(ann.texts()).containsExactly("one", "two", "three");
    assertThat(millisBetween(one, three)).isGreaterThanOrEqualTo(150);
  }

  @Test
  void wordsThatAreTooLongForACaptionFollowThePictureWithTheButtons() throws Exception {
    start();
    Reply words = new Reply("word ".repeat(300).strip(), CAPTION.buttons());
    MessageRef last = channel().sendPicture(address(ann.chat()), png(), words);

    List<SentMessage> messages = ann.messages();
    assertThat(messages).extracting(SentMessage::text).containsExactly("", words.text());
    assertThat(messages.get(0).allButtons()).isEmpty();
    assertThat(messages.get(1).allButtons()).hasSize(1);
    assertThat(last.messageId()).isEqualTo(Integer.toString(messages.get(1).id()));
  }

  @Test
  void aGroupThatBecameASupergroupGetsItsPictureThere() throws Exception {
    long group = telegram.group("Friends");
    start();
    long moved = telegram.migrate(group);
    MessageRef ref = channel().sendPicture(address(group), png(), Reply.of("here"));
    assertThat(ann.in(moved).texts()).containsExactly("here");
    assertThat(ref.address()).isEqualTo(address(moved));
  }

  @Test
  void aPictureInATopicStaysThere() throws Exception {
    long group = telegram.group("Friends");
    start();
    channel()
        .sendPicture(new TelegramAddress(Bot.ONLY, group, 17).toAddress(), png(), Reply.of("here"));
    assertThat(ann.inTopic(group, 17).messages().get(0).topic()).isEqualTo(17);
  }

  @Test
  void whatTelegramWillNotTakeFailsForGood() throws Exception {
    start();
    assertThatThrownBy(
            () -> channel().sendPicture(address(ann.chat()), new byte[] {1}, Reply.of("no")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("IMAGE_PROCESS_FAILED");
    assertThat(telegram.calls("sendPhoto")).hasSize(1);
    awaitWarning("Given up");
  }

  @Test
  void aFileOverASlowLineTakesItsTime() throws Exception {
    Pace hasty =
        new Pace(
            QUICK.firstRetry(),
            QUICK.longestRetry(),
            QUICK.attempts(),
            Duration.ofMillis(1200),
            QUICK.typingEvery(),
            QUICK.watchEvery(),
            QUICK.idleBeforeNewEpoch());
    start(config().withPace(hasty));
    // Three seconds, where a call that uploads nothing may take twice 1.2.
    byte[] content = new byte[18_000_000];
    telegram.faults().slowLine(6_000_000);
    channel().sendDocument(address(ann.chat()), "mynah-data.zip", content, Reply.of("all"));
    assertThat(telegram.calls("sendDocument")).hasSize(1);
    assertThat(ann.messages()).singleElement().matches(sent -> sent.text().equals("all"));
  }
}
