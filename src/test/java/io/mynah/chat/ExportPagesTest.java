package io.mynah.chat;

import static io.mynah.chat.English.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the pages of an HTML export come to Mynah, one by one. */
class ExportPagesTest {
  @TempDir Path home;
  private Bot bot;
  private Someone ann;

  @BeforeEach
  void start() {
    bot = new Bot(home).start();
    ann = bot.someone(1);
  }

  @AfterEach
  void close() {
    bot.close();
  }

  @Test
  void pagesOfAnHtmlExportAreCollectedAndReadWhenTheirSenderSaysThatTheseAreAll() {
    ann.sends("messages.html", page("Bella", 1), "/train");
    ann.hears("upload.pages", 1);
    ann.sends("messages2.html", page("Tim", 100), "");
    assertThat(ann.readsAll()).hasSize(1);
    ann.hears("upload.pages", 2);
    assertThat(bot.phone().fetched()).isEmpty();
    ann.presses(text("button.pages"));
    ann.awaits(text("notice.done", "Tim"));
    assertThat(ann.reads())
        .startsWith(
            text(
                "notice.read",
                text("people.first", "name", "Bella", "count", 12) + ", Tim 12, February 2019"));
  }

  @Test
  void pagesAreReadByThemselvesWhenNoneComeForAWhile() {
    bot.stop();
    bot.waitsForPages(Duration.ofMillis(300)).start();
    ann.sends("messages.html", page("Bella", 1), "/train");
    ann.sends("messages2.html", page("Tim", 100), "");
    ann.awaits(text("notice.done", "Tim"));
  }

  @Test
  void anAlbumOfPagesIsOneExportAlsoWhenItsCaptionComesLast() {
    ann.sends("messages.html", bytes(page("Bella", 1)), "", "album");
    ann.sends("messages2.html", bytes(page("Tim", 100)), "/train", "album");
    assertThat(ann.readsAll()).hasSize(1);
    ann.presses(text("button.pages"));
    ann.awaits(text("notice.done", "Tim"));
  }

  @Test
  void anOfferOfPagesGrowsWithEachPage() {
    ann.sends("messages.html", page("Bella", 1), "");
    ann.sends("messages2.html", page("Tim", 100), "");
    assertThat(ann.readsAll()).hasSize(1);
    ann.hears("upload.offer", 2);
    ann.presses(text("button.yes-train"));
    ann.presses(text("button.pages"));
    ann.awaits(text("notice.done", "Tim"));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** A page as Telegram Desktop writes it, with 12 messages. */
  private static String page(String name, int firstId) {
    Stream<String> messages =
        IntStream.range(0, 12)
            .mapToObj(
                i ->
                    """
                    <div class="message default clearfix" id="message%d"><div class="body">
                     <div class="pull_right date details" title="03.02.2019 10:%02d:00">10:%02d</div>
                     <div class="from_name">%s</div><div class="text">hello %d</div></div></div>
                    """
                        .formatted(firstId + i, i, i, name, i));
    return """
        <!DOCTYPE html><html><head><meta charset="utf-8"/><title>Exported Data</title></head>
        <body><div class="page_wrap"><div class="page_header"><div class="content">
        <div class="text bold">Bella</div></div></div>
        <div class="page_body chat_page"><div class="history">
        """
        + String.join("", messages.toList())
        + "</div></div></div></body></html>";
  }
}
