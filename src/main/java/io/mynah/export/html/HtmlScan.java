package io.mynah.export.html;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mynah.export.Refusal.Reason;
import io.mynah.export.bytes.ByteSource;
import io.mynah.export.bytes.PageBytes;
import io.mynah.export.bytes.RefusedException;
import io.mynah.export.chats.CharSlice;
import io.mynah.export.chats.ChatHeader;
import io.mynah.export.chats.ChatTally;
import io.mynah.export.chats.ExportContent;
import io.mynah.export.chats.ExportPass;
import io.mynah.export.chats.MessageDraft;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.Iterator;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.parser.Parser;
import org.jsoup.parser.StreamParser;
import org.jspecify.annotations.Nullable;

/**
 * Walks through the pages of one HTML chat. A page is parsed as a stream and what was read is taken
 * out of the tree at once, so that a page takes no more memory than its longest message.
 */
public final class HtmlScan {
  private static final int DEPTH = 256;

  /** Bytes between two messages: the longest ones of Telegram take a tenth of it. */
  private static final long BETWEEN = 1 << 20;

  /** Bytes of a page: a thousand messages of the longest take a third of it. */
  private static final long PAGE = 64L << 20;

  private final ExportPass pass;
  private final ChatTally tally;
  private final HtmlMessage messages = new HtmlMessage();
  private final MessageDraft draft = new MessageDraft();
  private final CharSlice scratch = new CharSlice();

  /** The last message seen: if the page breaks off, it may lack its end, and is dropped. */
  private @Nullable Element pending;

  private boolean sawHistory;

  private HtmlScan(ExportPass pass, ChatTally tally) {
    this.pass = pass;
    this.tally = tally;
  }

  /** Counts the messages of a chat or hands them over, if the pass wants it. */
  public static void run(ExportContent.HtmlChat chat, ExportPass pass) throws IOException {
    int index = pass.nextChat();
    if (!pass.wants(index)) {
      return;
    }
    HtmlScan scan = new HtmlScan(pass, pass.begin(index, new ChatHeader()));
    for (ByteSource page : chat.pages()) {
      scan.page(page);
    }
    if (scan.sawHistory) {
      pass.sawTelegram();
    }
    pass.end(scan.tally);
  }

  private void page(ByteSource source) throws IOException {
    PageBytes bytes = new PageBytes(source.open(), Math.min(BETWEEN, 8L * textLimit()), PAGE);
    try (bytes;
        StreamParser parser = new StreamParser(Parser.htmlParser().setMaxDepth(DEPTH))) {
      parser.parse(new InputStreamReader(bytes, UTF_8), "");
      for (Iterator<Element> elements = parser.iterator(); elements.hasNext(); ) {
        element(elements.next(), bytes);
      }
      finish(bytes.endedWell());
    } catch (RefusedException e) {
      throw asSeen(e);
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof RefusedException refused) {
        throw asSeen(refused);
      }
      finish(false);
    } catch (IOException | RuntimeException e) {
      // A damaged archive, or HTML so broken that the parser gives up: what was read is kept.
      finish(false);
    }
  }

  /** A long page without a chat is some other page, not a chat with too long a text. */
  private RefusedException asSeen(RefusedException e) {
    return e.isFor(Reason.TEXT_TOO_LONG) && !pass.isTelegrams() && !sawHistory
        ? RefusedException.of(Reason.OTHER_HTML)
        : e;
  }

  private void finish(boolean whole) throws RefusedException {
    Element last = pending;
    pending = null;
    if (!whole) {
      pass.broke();
    } else if (last != null) {
      read(last);
    }
  }

  private void element(Element element, PageBytes bytes) throws RefusedException {
    Element parent = element.parent();
    if (parent == null) {
      return;
    }
    if (parent.hasClass("history")) {
      sawHistory = true;
      if (element.hasClass("message")) {
        Element last = pending;
        pending = element;
        if (last != null) {
          read(last);
        }
        bytes.restart();
      }
      drop(element);
      forgetAttributes(parent);
      return;
    }
    sawHistory |= element.hasClass("history");
    boolean inHeader = inside(parent, "page_header");
    if (inHeader
        && element.hasClass("bold")
        && element.hasClass("text")
        && tally.header().name == null) {
      scratch.set(element.text());
      tally.header().name = ChatHeader.clean(scratch);
    }
    if (!inHeader && !inside(parent, "history")) {
      drop(element);
    }
  }

  private static boolean inside(Element element, String className) {
    for (Element e = element; e != null; e = e.parent()) {
      if (e.hasClass(className)) {
        return true;
      }
    }
    return false;
  }

  /** Takes an element, and what stands before it (blanks, comments), out of the tree. */
  private static void drop(Element element) {
    for (Node before = element.previousSibling();
        before != null;
        before = element.previousSibling()) {
      before.remove();
    }
    element.remove();
  }

  /** Repeated tags of the page itself add their attributes to those that are there. */
  private static void forgetAttributes(Element inner) {
    for (Element e = inner; e != null; e = e.parent()) {
      if (e.nameIs("body") || e.nameIs("html")) {
        e.clearAttributes();
      }
    }
  }

  private void read(Element message) throws RefusedException {
    messages.read(message, draft);
    if (draft.text.length() > textLimit()) {
      throw RefusedException.limit(Reason.TEXT_TOO_LONG, textLimit());
    }
    tally.accept(draft);
  }

  private int textLimit() {
    return pass.limits().textLength();
  }
}
