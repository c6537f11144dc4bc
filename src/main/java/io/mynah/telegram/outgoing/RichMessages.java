package io.mynah.telegram.outgoing;

import io.mynah.chat.Channel;
import io.mynah.chat.Emphasis;
import io.mynah.chat.Reply;
import io.mynah.chat.RichReply;
import io.mynah.chat.RichReply.Block;
import io.mynah.chat.RichReply.Details;
import io.mynah.chat.RichReply.Heading;
import io.mynah.chat.RichReply.Paragraph;
import io.mynah.chat.RichReply.Table;
import io.mynah.telegram.connection.ApiFault;
import io.mynah.telegram.connection.TelegramAddress;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.telegram.telegrambots.meta.api.methods.send.SendRichMessage;
import org.telegram.telegrambots.meta.api.objects.richtext.InputRichMessage;

/**
 * Sends rich messages through the outbox, in the HTML that Telegram has for them. Of one that the
 * Bot API server refuses it sends the plain text, and of all others too if the server does not know
 * the method. Thread-safe.
 */
public final class RichMessages {
  private static final Logger log = LoggerFactory.getLogger(RichMessages.class);

  private static final int NOT_FOUND = 404;

  private final Outbox outbox;

  /** Whether the server does not know the method, so that it is not asked again. */
  private volatile boolean unknown;

  public RichMessages(Outbox outbox) {
    this.outbox = outbox;
  }

  /**
   * Sends a message, or its plain text if the server refuses the message or knows no rich messages.
   *
   * @return its id, as {@link Outbox#send} does
   * @throws Channel.NotSent when neither may be sent there
   * @throws IOException when it could not be sent, and no retry will help
   */
  public int send(TelegramAddress to, RichReply reply, Outbox.Course course) throws IOException {
    if (unknown) {
      return sendPlain(to, reply.plain(), course);
    }
    try {
      return outbox.send(to.chat(), course, chat -> of(chat, to.topic(), reply));
    } catch (Channel.NotSent refusal) {
      int sent = sendPlain(to, reply.plain(), course);
      // The chat takes messages, so it was this form that was refused.
      if (refusal.getCause() instanceof ApiFault fault && fault.status() == NOT_FOUND) {
        unknown = true;
        log.info("The Bot API server knows no rich messages; text is sent instead from now on.");
      } else {
        log.info("A rich message was refused; its text was sent instead.");
      }
      return sent;
    }
  }

  private int sendPlain(TelegramAddress to, Reply reply, Outbox.Course course) throws IOException {
    String text = MessageSplitter.shorten(reply.text());
    return outbox.send(
        to.chat(),
        course,
        chat -> TextMessages.of(chat, to.topic(), text, InlineKeyboards.of(reply.buttons())));
  }

  private static SendRichMessage of(long chat, @Nullable Integer topic, RichReply reply) {
    return SendRichMessage.builder()
        .chatId(Long.toString(chat))
        .messageThreadId(topic)
        .richMessage(
            InputRichMessage.builder()
                .html(html(reply.blocks()))
                // Names and words of chats are no links.
                .skipEntityDetection(true)
                .build())
        .replyMarkup(InlineKeyboards.of(reply.plain().buttons()))
        .build();
  }

  private static String html(List<Block> blocks) {
    return blocks.stream().map(RichMessages::html).collect(Collectors.joining());
  }

  private static String html(Block block) {
    if (block instanceof Heading heading) {
      return "<h2>" + escaped(heading.text()) + "</h2>";
    }
    if (block instanceof Paragraph paragraph) {
      return "<p>" + escaped(paragraph.text()) + "</p>";
    }
    if (block instanceof Details details) {
      return "<details><summary>%s</summary>%s</details>"
          .formatted(escaped(details.summary()), html(details.blocks()));
    }
    return html((Table) block);
  }

  private static String html(Table table) {
    String header = table.header().isEmpty() ? "" : row("th", table.header());
    return table.rows().stream()
        .map(cells -> row("td", cells))
        .collect(Collectors.joining("", "<table bordered striped>" + header, "</table>"));
  }

  private static String row(String tag, List<String> cells) {
    StringBuilder row = new StringBuilder("<tr>");
    for (int i = 0; i < cells.size(); i++) {
      row.append('<').append(tag).append(i == 0 ? "" : " align=\"right\"").append('>');
      row.append(escaped(cells.get(i))).append("</").append(tag).append('>');
    }
    return row.append("</tr>").toString();
  }

  private static String escaped(String text) {
    return Emphasis.off(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
