package io.mynah.export.html;

import io.mynah.export.chats.ExportDates;
import io.mynah.export.chats.MessageDraft;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeVisitor;
import org.jspecify.annotations.Nullable;

/**
 * Parses messages of an HTML export. It remembers the previous sender, because a {@code joined}
 * message has no sender of its own, even as the first of a page. Only direct children are read,
 * since a forward contains a second message with its own name and text.
 */
final class HtmlMessage {
  private static final Pattern VIA_BOT = Pattern.compile("via @\\w+");
  private static final Pattern REPLY = Pattern.compile("go_to_message(\\d{1,18})");
  private static final Pattern ID = Pattern.compile("message(\\d{1,18})");
  private static final Pattern SIZE = Pattern.compile("[0-9.]+ [KMG]?B");

  private String sender = "";
  private boolean viaBot;

  /**
   * @param message a {@code div.message}
   */
  void read(Element message, MessageDraft draft) {
    draft.clear();
    draft.id = number(ID, message.id());
    Element body = child(message, "body");
    if (!message.hasClass("default") || body == null) {
      draft.type = MessageDraft.Type.NOTICE;
      return;
    }
    draft.type = MessageDraft.Type.MESSAGE;
    sender(message, body);
    draft.name.set(sender);
    draft.viaBot = viaBot;
    draft.forwarded = child(body, "forwarded") != null;
    Element date = child(body, "date");
    if (date != null) {
      draft.date.set(date.attr("title"));
      draft.seconds = ExportDates.ofTitle(draft.date);
    }
    reply(body, draft);
    Element text = child(body, "text");
    if (text != null) {
      draft.text.set(text(text));
    }
    sticker(body, draft);
    reactions(body, draft);
  }

  private void sender(Element message, Element body) {
    Element from = child(body, "from_name");
    if (from == null) {
      if (!message.hasClass("joined")) {
        sender = "";
        viaBot = false;
      }
      return;
    }
    String name = from.wholeOwnText().strip();
    int via = name.lastIndexOf("via @");
    viaBot =
        via > 0
            && Character.isWhitespace(name.charAt(via - 1))
            && VIA_BOT.matcher(name.substring(via)).matches();
    sender = viaBot ? name.substring(0, via).strip() : name;
  }

  /**
   * Reads which message is replied to; a reply to another chat has no link to a message of this
   * one.
   */
  private static void reply(Element body, MessageDraft draft) {
    Element reply = child(body, "reply_to");
    Element link = reply == null ? null : reply.selectFirst("a[href]");
    if (link != null && (link.attr("href").startsWith("#") || isPage(link.attr("href")))) {
      draft.replyTo = number(REPLY, link.attr("href"));
    }
  }

  private static boolean isPage(String href) {
    return href.startsWith("messages");
  }

  /** Reads a sticker that was not exported as a picture: it is described by its emoji and size. */
  private static void sticker(Element body, MessageDraft draft) {
    Element media = child(body, "media_wrap");
    if (media == null) {
      return;
    }
    Element title = media.selectFirst(".media .body > .title");
    Element status = media.selectFirst(".media .body > .status");
    if (title != null && status != null && title.text().equals("Sticker")) {
      String emoji = status.text().split(",", 2)[0].strip();
      if (!SIZE.matcher(emoji).matches()) {
        draft.emoji.set(emoji);
      }
    }
  }

  /** Reads who reacted; the name of each is the title of their picture. */
  private static void reactions(Element body, MessageDraft draft) {
    Element list = child(body, "reactions");
    if (list == null) {
      return;
    }
    for (Element reaction : list.children()) {
      Element emoji = child(reaction, "emoji");
      Element people = child(reaction, "userpics");
      if (emoji == null || people == null || reaction.hasClass("paid")) {
        continue;
      }
      // A custom emoji is a link.
      if (emoji.childrenSize() == 0) {
        String text = emoji.text();
        for (Element person : people.select("[title]")) {
          draft.addReaction(text, "", person.attr("title"));
        }
      }
    }
  }

  private static long number(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? Long.parseLong(matcher.group(1)) : MessageDraft.NONE;
  }

  private static @Nullable Element child(Element parent, String className) {
    for (Element child = parent.firstElementChild();
        child != null;
        child = child.nextElementSibling()) {
      if (child.hasClass(className)) {
        return child;
      }
    }
    return null;
  }

  /** The text with {@code <br>} as line breaks; line breaks of the page itself are only layout. */
  static String text(Element element) {
    StringBuilder text = new StringBuilder();
    NodeVisitor visitor =
        (node, depth) -> {
          if (node instanceof TextNode words) {
            append(text, words.getWholeText());
          } else if (isLineBreak(node)) {
            text.append('\n');
          }
        };
    element.traverse(visitor);
    return text.toString();
  }

  private static boolean isLineBreak(Node node) {
    return node.nameIs("br");
  }

  /**
   * Appends text, with each run of white space that contains a line break of the page as one blank.
   */
  private static void append(StringBuilder text, String words) {
    boolean atLineStart = text.isEmpty() || text.charAt(text.length() - 1) == '\n';
    for (int i = 0; i < words.length(); ) {
      int end = i;
      boolean breaks = false;
      while (end < words.length() && isLayout(words.charAt(end))) {
        breaks |= words.charAt(end) == '\n';
        end++;
      }
      if (!breaks) {
        text.append(words, i, end);
      } else if (i > 0 || !atLineStart) {
        text.append(' ');
      }
      i = end;
      while (i < words.length() && !isLayout(words.charAt(i))) {
        i++;
      }
      text.append(words, end, i);
    }
  }

  private static boolean isLayout(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
  }
}
