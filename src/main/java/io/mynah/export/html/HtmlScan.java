package io.mynah.export.html;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mynah.export.Refusal.Reason;
import io.mynah.export.bytes.ByteSource;
import io.mynah.export.bytes.PageBytes;
import io.mynah.export.bytes.RefusedException;
import io.mynah.export.chats.CharSlice;
import io.mynah.export.chats.ChatHeader;
import io.mynah.export.chats.ChatMessageFilter;
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
 * Reads the pages of one HTML chat. A page is parsed as a stream, and each message is removed from
 * the tree once read, so a page takes no more memory than its longest message.
 */
public final class HtmlScan {
  private static final int DEPTH = 256;

  /** Most bytes between two messages; Telegram's longest messages take a tenth of it. */
  private static final long BETWEEN = 1 << 20;

  /** Most bytes of a page; a thousand of the longest messages take a third of it. */
  private static final long PAGE = 64L << 20;

  private final ExportPass pass;
  private final ChatMessageFilter tally;
  private final HtmlMessage messages = new HtmlMessage();
  private final MessageDraft draft = new MessageDraft();
  private final CharSlice scratch = new CharSlice();

  /** The last message seen. If the page breaks off, it may be incomplete and is dropped. */
  private @Nullable Element pending;

  private boolean foundHistory;

  private HtmlScan(ExportPass pass, ChatMessageFilter tally) {
    this.pass = pass;
    this.tally = tally;
  }

  /** Counts the messages of a chat, or passes them on if the pass wants them. */
  public static void run(ExportContent.HtmlChat chat, ExportPass pass) throws IOException {
    int index = pass.nextChat();
    if (!pass.wants(index)) {
      return;
    }
    HtmlScan scan = new HtmlScan(pass, pass.begin(index, new ChatHeader()));
    for (ByteSource page : chat.pages()) {
      scan.page(page);
    }
    if (scan.foundHistory) {
      pass.markRecognised();
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
      finish(bytes.isComplete());
    } catch (RefusedException e) {
      throw corrected(e);
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof RefusedException refused) {
        throw corrected(refused);
      }
      finish(false);
    } catch (IOException | RuntimeException e) {
      // The archive is damaged, or the HTML is so broken that the parser gives up. What was read
      // is kept.
      finish(false);
    }
  }

  /**
   * Corrects a refusal: a long page without a chat is some other page, not a chat with too long a
   * text.
   */
  private RefusedException corrected(RefusedException e) {
    return e.isFor(Reason.TEXT_TOO_LONG) && !pass.isRecognised() && !foundHistory
        ? RefusedException.of(Reason.OTHER_HTML)
        : e;
  }

  private void finish(boolean whole) throws RefusedException {
    Element last = pending;
    pending = null;
    if (!whole) {
      pass.markBroken();
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
      foundHistory = true;
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
    foundHistory |= element.hasClass("history");
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

  /** Removes an element from the tree, with what comes before it (blanks, comments). */
  private static void drop(Element element) {
    for (Node before = element.previousSibling();
        before != null;
        before = element.previousSibling()) {
      before.remove();
    }
    element.remove();
  }

  /** Removes attributes: repeated tags of the page itself add theirs to those already there. */
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
