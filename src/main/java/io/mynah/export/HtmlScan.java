package io.mynah.export;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mynah.export.Refusal.Reason;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.Iterator;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.parser.Parser;
import org.jsoup.parser.StreamParser;
import org.jspecify.annotations.Nullable;

/**
 * Walks through the pages of one HTML chat. A page is parsed as a stream and what was read is taken
 * out of the tree at once, so that even a page of a gigabyte takes no more memory than its longest
 * message.
 */
final class HtmlScan {
  private static final int DEPTH = 256;

  /** Bytes between two messages: the longest ones of Telegram take a tenth of it. */
  private static final long BETWEEN = 1 << 20;

  private final Pass pass;
  private final ChatTally tally;
  private final HtmlMessage messages = new HtmlMessage();
  private final MessageDraft draft = new MessageDraft();
  private final CharSlice scratch = new CharSlice();

  /** The last message seen: if the page breaks off, it may lack its end, and is dropped. */
  private @Nullable Element pending;

  private boolean sawHistory;

  private HtmlScan(Pass pass, ChatTally tally) {
    this.pass = pass;
    this.tally = tally;
  }

  /** Counts the messages of a chat or hands them over, if the pass wants it. */
  static void run(Content.HtmlChat chat, Pass pass) throws IOException {
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
    PageBytes bytes = new PageBytes(source.open(), Math.min(BETWEEN, 8L * textLimit()));
    try (bytes;
        StreamParser parser = new StreamParser(Parser.htmlParser().setMaxDepth(DEPTH))) {
      parser.parse(new InputStreamReader(bytes, UTF_8), "");
      for (Iterator<Element> elements = parser.iterator(); elements.hasNext(); ) {
        element(elements.next(), bytes);
      }
      finish(bytes.endedWell());
    } catch (RefusedException e) {
      throw e;
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof RefusedException refused) {
        throw refused;
      }
      finish(false);
    } catch (IOException | RuntimeException e) {
      // A damaged archive, or HTML so broken that the parser gives up: what was read is kept.
      finish(false);
    }
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
    } else if (element.hasClass("bold")
        && element.hasClass("text")
        && tally.header().name == null
        && inside(element, "page_header")) {
      scratch.set(element.text());
      tally.header().name = ChatHeader.clean(scratch);
    } else if (element.hasClass("history")
        || !inside(element, "history") && !inside(element, "page_header")) {
      sawHistory |= element.hasClass("history");
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

  /** Takes an element and the white space before it out of the tree. */
  private static void drop(Element element) {
    Node before = element.previousSibling();
    if (before instanceof TextNode) {
      before.remove();
    }
    element.remove();
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
