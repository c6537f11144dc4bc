package io.mynah.export;

import static io.mynah.export.Exports.file;
import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.export.Refusal.Reason;
import io.mynah.export.reading.ExportReader;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The texts of imessage-exporter. */
class IMessageTest {
  static final String TEXT =
      """
      May 06, 2024  7:08:09 AM (Read by them after 5 seconds)
      Me
      hi there

      May 06, 2024  7:09:09 PM
      Bella
      hello

      and more
      Tapbacks:
      Loved by Me

      May 06, 2024 10:09:09 PM You renamed the conversation to The flat

      May 06, 2024 10:10:09 PM
      Me
      May 06, 2024 10:10:09 PM I maen it
      Edited 5 seconds later: I mean it

      May 06, 2024 10:11:09 PM (Read by you after 1 hour, 2 seconds)
      Bella
      /Users/me/Library/Messages/Attachments/ab/IMG_1.jpeg
      the cat
      Sent with Confetti
          May 06, 2024 10:12:09 PM
          Me
          cute

      May 06, 2024 10:12:09 PM
      Me
      cute
      This message responded to an earlier message.

      May 06, 2024 10:13:09 PM
      Bella
      Attachment missing!

      May 06, 2024 10:14:09 PM
      Bella
      it said
      May 06, 2024 10:14:09 PM
      on the ticket
      """;

  @TempDir Path folder;

  @Test
  void aConversationIsReadMessageByMessage() {
    ChatRead read = Exports.read(file(folder, "Bella.txt", TEXT));
    assertThat(read.texts())
        .startsWith("hi there", "hello\n\nand more", "I mean it", "the cat", "cute")
        .hasSize(6);
    assertThat(read.texts().get(5)).startsWith("it said").endsWith("on the ticket");
    assertThat(read.names()).containsExactly("Me", "Bella");
    assertThat(read.messages().get(0).sentAt()).isEqualTo("2024-05-06T07:08:09Z");
    assertThat(read.messages().get(1).sentAt()).isEqualTo("2024-05-06T19:09:09Z");
    assertThat(read.report().chat().name()).isEqualTo("Bella");
    assertThat(read.report().chat().sourceKey()).isEqualTo("imessage:people:Bella|Me");
    assertThat(read.report().skipped()).isEqualTo(2);
  }

  @Test
  void conversationsInAZipAreAChatEach() {
    byte[] zip =
        new ZipBuilder()
            .add("out/Bella.txt", TEXT)
            .add("out/Tim.txt", TEXT.replace("Bella", "Tim"))
            .add("out/attachments/1.txt", "milk")
            .build();
    assertThat(Exports.survey(file(folder, "messages.zip", zip)).chats())
        .extracting(ChatSummary::name)
        .containsExactly("Bella", "Tim");
  }

  @Test
  void oneWithoutTextIsRefused() {
    assertThat(Exports.refusal(file(folder, "a", "May 06, 2024  7:08:09 AM\nMe\n")).reason())
        .isEqualTo(Reason.NO_MESSAGES);
    assertThat(Exports.refusal(file(folder, "a", "May 36, 2024  7:08:09 AM\nMe\nhi")).reason())
        .isEqualTo(Reason.NOT_AN_EXPORT);
  }

  @Test
  void moreThanTheCapsIsRefused() {
    ExportReader reader =
        new ExportReader(new ExportLimits(1L << 20, 4L << 20, 100, 50, 20, 1_000, 1, 1));
    assertThat(Exports.refusal(reader, file(folder, "a", TEXT)).reason())
        .isEqualTo(Reason.TOO_MANY_PEOPLE);
    String lines = "May 06, 2024  7:08:09 AM\nMe\n" + "x\n".repeat(600);
    assertThat(Exports.refusal(reader, file(folder, "a", lines)).reason())
        .isEqualTo(Reason.TEXT_TOO_LONG);
  }
}
