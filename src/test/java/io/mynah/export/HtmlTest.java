package io.mynah.export;

import static io.mynah.export.Exports.file;
import static io.mynah.export.Exports.gzip;
import static io.mynah.export.HtmlPage.forwarded;
import static io.mynah.export.HtmlPage.reply;
import static io.mynah.export.HtmlPage.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.domain.Message;
import io.mynah.domain.PersonKey;
import io.mynah.export.reading.ExportReader;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The HTML form, still the default of the export dialogue. */
class HtmlTest {
  @TempDir Path folder;

  private static HtmlPage page() {
    return new HtmlPage("The flat");
  }

  private Path write(String name, Object page) {
    return file(folder, name, page.toString());
  }

  private ChatRead read(HtmlPage page) {
    return Exports.read(write("messages.html", page));
  }

  @Test
  void aMessageIsReadWithAllThatIsKeptOfIt() {
    ChatRead read =
        read(
            page()
                .service(-1, "6 May 2024")
                .words(7, "Bella", "hi &amp; bye &lt;3")
                .message(8, "Tim", reply("#go_to_message7") + text("hello")));
    PersonKey bella = PersonKey.ofName("Bella");
    assertThat(read.messages())
        .containsExactly(
            new Message(7, bella, Instant.parse("2024-05-06T07:07:00Z"), null, "hi & bye <3"),
            new Message(
                8, PersonKey.ofName("Tim"), Instant.parse("2024-05-06T07:08:00Z"), 7L, "hello"));
    assertThat(read.report().chat().name()).isEqualTo("The flat");
    assertThat(read.names()).containsExactly("Bella", "Tim");
    assertThat(read.report().skipped()).isEqualTo(1);
    assertThat(read.report().truncated()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "10:08:09 UTC+03:00, 2024-05-06T07:08:09Z",
    "10:08:09 UTC-09:30, 2024-05-06T19:38:09Z",
    "10:08:09, 2024-05-06T10:08:09Z",
  })
  void timesAreReadWithAndWithoutTheirOffset(String time, String instant) {
    ChatRead read = read(page().message(1, "Bella", time, text("hi")));
    assertThat(read.messages().get(0).sentAt()).isEqualTo(Instant.parse(instant));
  }

  @Test
  void joinedMessagesAreOfTheSenderBefore() {
    ChatRead read =
        read(
            page()
                .words(1, "Bella", "one")
                .words(2, "", "two")
                .service(-2, "7 May 2024")
                .words(3, "Tim", "three")
                .words(4, "", "four"));
    assertThat(read.messages())
        .extracting(Message::sender)
        .containsExactly(
            PersonKey.ofName("Bella"),
            PersonKey.ofName("Bella"),
            PersonKey.ofName("Tim"),
            PersonKey.ofName("Tim"));
  }

  @Test
  void lineBreaksAreThoseOfTheTextAndNotOfThePage() {
    ChatRead read =
        read(
            page()
                .words(1, "Bella", "one<br>two<br><br>  three")
                .words(
                    2, "Bella", "a <strong>bold</strong> <em>word</em>,<br/>\n<code>x = 1</code>")
                .words(
                    3, "Bella", "see <a href=\"https://example.org\">https://example.org</a> ok"));
    assertThat(read.texts())
        .containsExactly(
            "one\ntwo\n\n  three", "a bold word,\nx = 1", "see https://example.org ok");
  }

  @Test
  void forwardsAreNotLearnedAndTheMessageAfterThemHasItsOwnSender() {
    ChatRead read =
        read(
            page()
                .message(1, "Bella", forwarded("Somebody", "not mine"))
                .message(2, "", forwarded("Somebody", "not mine either"))
                .words(3, "", "mine"));
    assertThat(read.texts()).containsExactly("mine");
    assertThat(read.names()).containsExactly("Bella");
    assertThat(read.report().skipped()).isEqualTo(2);
  }

  @Test
  void messagesViaBotsAreNotLearnedNorThoseJoinedToThem() {
    ChatRead read =
        read(
            page()
                .words(1, "Bella via @gif", "a gif")
                .words(2, "", "another")
                .words(3, "Bella", "mine")
                .words(4, "Olivia @home", "hers"));
    assertThat(read.texts()).containsExactly("mine", "hers");
    assertThat(read.names()).containsExactly("Bella", "Olivia @home");
  }

  @Test
  void deletedAccountIsNobody() {
    ChatRead read = read(page().words(1, "Deleted Account", "who").words(2, "Bella", "me"));
    assertThat(read.senders()).startsWith("nobody");
    assertThat(read.names()).containsExactly("Bella");
  }

  @Test
  void aStickerCountsAsItsEmojiAndAPhotoOnlyForItsCaption() {
    String sticker =
        """
        <div class="media_wrap clearfix">
         <div class="media clearfix pull_left media_photo">
          <div class="fill pull_left"></div>
          <div class="body">
           <div class="title bold">%s</div>
           <div class="status details">%s</div>
          </div></div></div>""";
    ChatRead read =
        read(
            page()
                .message(1, "Bella", sticker.formatted("Sticker", "😂, 30.2 KB"))
                .message(2, "", sticker.formatted("Sticker", "30.2 KB"))
                .message(3, "", sticker.formatted("Photo", "Not included, 1.2 MB"))
                .message(4, "", sticker.formatted("Photo", "x") + text("look")));
    assertThat(read.texts()).containsExactly("😂", "look");
  }

  @Test
  void reactionsSignaturesAndMediaAreNoText() {
    String around =
        "<div class=\"media_wrap clearfix\"><div class=\"text\">no</div></div>"
            + text("yes")
            + "<div class=\"signature details\">no</div>"
            + "<span class=\"reactions\"><span class=\"reaction\"><span class=\"emoji\">❤</span>"
            + "<span class=\"userpics\"><div class=\"text\">no</div></span></span></span>";
    assertThat(read(page().message(1, "Bella", around)).texts()).containsExactly("yes");
  }

  @ParameterizedTest
  @CsvSource({
    "#go_to_message7, 7",
    "messages2.html#go_to_message7, 7",
    "https://t.me/c/1/7, ",
    "../chat_02/messages.html#go_to_message7, ",
    "#go_to_message99999999999999999999, 999999999999999999",
  })
  void repliesPointIntoThisChat(String href, Long id) {
    ChatRead read = read(page().message(8, "Tim", reply(href) + text("hello")));
    assertThat(read.messages().get(0).replyTo()).isEqualTo(id);
  }

  private Path[] pages() {
    return new Path[] {
      write("b.html", page().words(1001, "", "three").words(1002, "Tim", "four")),
      write("c.html", page().words(2001, "Tim", "five")),
      write("a.html", page().service(-1, "x").words(1, "Tim", "one").words(2, "Bella", "two")),
    };
  }

  @Test
  void pagesSentOneByOneAreReadInOrderWhateverTheirNames() {
    ChatRead read = Exports.read(pages());
    assertThat(read.texts()).containsExactly("one", "two", "three", "four", "five");
    PersonKey bella = PersonKey.ofName("Bella");
    assertThat(read.messages().get(2).sender()).as("joined over the page").isEqualTo(bella);
  }

  @Test
  void aPageThatCameTwiceIsReadOnce() {
    Path[] pages = pages();
    ChatRead read = Exports.read(pages[0], pages[2], pages[0], pages[1]);
    assertThat(read.texts()).containsExactly("one", "two", "three", "four", "five");
  }

  @Test
  void pagesInAZipAreReadInTheOrderOfTheirNumbers() {
    ZipBuilder zip = new ZipBuilder().add("ChatExport/css/style.css", "x");
    for (int i = 11; i >= 1; i--) {
      String name = "ChatExport/messages" + (i == 1 ? "" : i) + ".html";
      zip.add(name, page().words(i, "Bella", "text " + i).toString());
    }
    ChatRead read = Exports.read(file(folder, "x.zip", zip.build()));
    List<String> texts = IntStream.rangeClosed(1, 11).mapToObj(i -> "text " + i).toList();
    assertThat(read.texts()).isEqualTo(texts);
  }

  @Test
  void aWholeAccountHasAChatInEachFolder() {
    ZipBuilder zip =
        new ZipBuilder()
            .add("D/export_results.html", "<html></html>")
            .add("D/lists/chats.html", "<html></html>")
            .add("D/lists/contacts.html", "<html>+49 170</html>");
    for (int i = 1; i <= 12; i++) {
      HtmlPage page = new HtmlPage("Chat " + i);
      zip.add("D/chats/chat_%d/messages.html".formatted(i), page.words(1, "P" + i, "t").toString());
    }
    Path upload = file(folder, "x.zip", zip.build());
    List<ChatSummary> chats = Exports.survey(upload).chats();
    List<String> names = IntStream.rangeClosed(1, 12).mapToObj(i -> "Chat " + i).toList();
    assertThat(chats).extracting(ChatSummary::name).isEqualTo(names);
    ChatRead read =
        Exports.read(new ExportReader(ExportLimits.DEFAULT), chats.get(9).index(), upload);
    assertThat(read.names()).containsExactly("P10");
  }

  @Test
  void aGzippedPageIsRead() {
    byte[] packed = gzip(page().words(1, "Bella", "hi").toString().getBytes(UTF_8));
    assertThat(Exports.read(file(folder, "messages.html.gz", packed)).texts())
        .containsExactly("hi");
  }

  @Test
  void aPageCutOffKeepsTheMessagesBeforeTheCutAndSaysSo() {
    String html =
        page().words(1, "Bella", "one").words(2, "", "two").words(3, "Tim", "three").toString();
    int afterTwo = html.indexOf("id=\"message3\"");
    for (int cut : new int[] {afterTwo + 20, html.indexOf("three") + 3, html.length() - 20}) {
      Path file = write("cut.html", html.substring(0, cut));
      ChatRead read = Exports.read(file);
      assertThat(read.report().truncated()).isTrue();
      assertThat(read.texts()).startsWith("one", "two").doesNotContain("thr");
      assertThat(Exports.survey(file).truncated()).isTrue();
    }
  }

  @Test
  void aLongPageIsReadMessageByMessage() {
    HtmlPage page = page();
    for (int i = 1; i <= 3000; i++) {
      page.words(i, i % 3 == 1 ? "Bella" : "", "text " + i + " " + "word ".repeat(i % 50));
    }
    ChatRead read = read(page);
    assertThat(read.messages()).hasSize(3000);
    assertThat(read.names()).containsExactly("Bella");
  }

  @ParameterizedTest
  @ValueSource(strings = {"&lol9;", "&xxe;"})
  void entitiesThatAPageDefinesAreNotExpanded(String entity) {
    String doctype =
        """
        <!DOCTYPE html [<!ENTITY lol "lol"><!ENTITY lol9 "&lol;&lol;&lol;&lol;">
         <!ENTITY xxe SYSTEM "file:///etc/passwd">]>""";
    String html =
        page()
            .words(1, "Bella", "a " + entity + " b")
            .toString()
            .replace("<!DOCTYPE html>", doctype);
    ChatRead read = Exports.read(write("x.html", html));
    assertThat(read.texts()).containsExactly("a " + entity + " b");
  }

  @Test
  void scriptsAndCommentsAreNoText() {
    ChatRead read =
        read(
            page().words(1, "Bella", "a<script>alert('x')</script><!-- no --><style>p{}</style>b"));
    assertThat(read.texts()).containsExactly("ab");
  }
}
