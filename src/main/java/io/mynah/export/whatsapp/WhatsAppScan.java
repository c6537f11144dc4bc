package io.mynah.export.whatsapp;

import io.mynah.export.bytes.NamedBytes;
import io.mynah.export.bytes.TextLines;
import io.mynah.export.chats.ChatHeader;
import io.mynah.export.chats.ChatMessageFilter;
import io.mynah.export.chats.ExportPass;
import io.mynah.export.chats.MessageDraft;
import io.mynah.export.chats.Origin;
import java.io.IOException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the text of one WhatsApp chat, twice: first for the order of its dates, then for its
 * messages. At most one message is in memory.
 */
final class WhatsAppScan {
  /** The order of dates is known after as many messages, or never. */
  private static final int ENOUGH = 50_000;

  /** The chat's name is in one of the first lines, if at all. */
  private static final int FIRST_LINES = 6;

  /** The notice with which iOS begins a chat, in its name, is at least as long. */
  private static final int NOTICE_LENGTH = 25;

  private static final int NAME_LENGTH = 120;
  private static final Pattern MARKS =
      Pattern.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]");
  private static final Pattern QUOTES = Pattern.compile("[\"“”„«»]");

  private final ExportPass pass;
  private final ChatMessageFilter tally;
  private final MessageDraft draft = new MessageDraft();
  private final String form;
  private final DateOrder order;
  private int begun;
  private boolean open;

  private WhatsAppScan(ExportPass pass, ChatMessageFilter tally, String form, DateOrder order) {
    this.pass = pass;
    this.tally = tally;
    this.form = form;
    this.order = order;
  }

  /** What the lines of a file have in common. */
  private record Dates(String form, DateEvidence evidence) {}

  /** Counts the messages of a chat, or passes them on if the pass wants them. */
  static void run(NamedBytes file, ExportPass pass) throws IOException {
    int index = pass.nextChat();
    if (!pass.wants(index)) {
      return;
    }
    pass.markRecognised();
    Dates dates = dates(file, pass);
    if (dates.evidence().isAmbiguous()) {
      pass.markDatesAssumed();
    }
    ChatHeader header = new ChatHeader(Origin.WHATSAPP);
    String name = ChatNames.inPath(file.name());
    header.name = name == null ? null : ChatHeader.clean(name);
    WhatsAppScan scan =
        new WhatsAppScan(pass, pass.begin(index, header), dates.form(), dates.evidence().order());
    scan.messages(file);
    if (header.name != null) {
      header.likelyKey = "name:" + header.name;
    }
    pass.end(scan.tally);
  }

  private static Dates dates(NamedBytes file, ExportPass pass) throws IOException {
    DateEvidence evidence = new DateEvidence();
    String form = null;
    int starts = 0;
    try (TextLines lines = TextLines.open(file.bytes(), pass.limits().textLength())) {
      for (String line = lines.next(); line != null && starts < ENOUGH; line = lines.next()) {
        LineStart start = LineStart.of(line);
        if (start != null && (form == null || form.equals(start.form()))) {
          form = start.form();
          evidence.add(start);
          starts++;
        }
      }
    }
    return new Dates(form == null ? "" : form, evidence);
  }

  private void messages(NamedBytes file) throws IOException {
    try (TextLines lines = TextLines.open(file.bytes(), pass.limits().textLength())) {
      for (String line = lines.next(); line != null; line = lines.next()) {
        line(line);
      }
      if (lines.isBroken()) {
        // The last message may be incomplete.
        pass.markBroken();
      } else {
        end();
      }
    }
  }

  private void line(String line) throws IOException {
    LineStart start = LineStart.of(line);
    long seconds =
        start == null || !start.form().equals(form) ? MessageDraft.NONE : order.seconds(start);
    if (start == null || seconds == MessageDraft.NONE) {
      if (open) {
        draft.text.append("\n", pass.limits().textLength());
        draft.text.append(line, pass.limits().textLength());
      }
      return;
    }
    end();
    begin(line.substring(start.end()), seconds);
  }

  private void begin(String rest, long seconds) throws IOException {
    draft.clear();
    draft.seconds = seconds;
    draft.type = MessageDraft.Type.NOTICE;
    open = true;
    begun++;
    int colon = rest.indexOf(": ");
    if (colon < 0 && rest.endsWith(":")) {
      colon = rest.length() - 1;
    }
    String name = colon < 0 ? "" : name(rest.substring(0, colon));
    if (name.isEmpty() || name.length() > NAME_LENGTH || QUOTES.matcher(name).find()) {
      findName(ChatNames.quoted(rest));
      return;
    }
    String text = rest.substring(Math.min(rest.length(), colon + 2));
    if (begun == 1 && isFirstNotice(text)) {
      findName(name);
      return;
    }
    draft.type = MessageDraft.Type.MESSAGE;
    draft.name.set(name);
    draft.text.append(text, pass.limits().textLength());
  }

  /** iOS writes the notice that a chat is encrypted as a message of the chat itself. */
  private static boolean isFirstNotice(String text) {
    return text.startsWith("\u200e") && text.length() > NOTICE_LENGTH && text.indexOf('<') < 0;
  }

  private void findName(@Nullable String name) {
    ChatHeader header = tally.header();
    if (header.name == null && name != null && begun <= FIRST_LINES) {
      header.name = ChatHeader.clean(name);
    }
  }

  /** A name as it is stored: people who are in no address book have a tilde before theirs. */
  private static String name(String written) {
    String name = MARKS.matcher(written).replaceAll("").strip();
    return name.startsWith("~") ? name.substring(1).replace('\u202f', ' ').strip() : name;
  }

  private void end() throws IOException {
    if (!open) {
      return;
    }
    open = false;
    if (draft.type == MessageDraft.Type.MESSAGE) {
      draft.text.set(Notices.ownText(draft.text.toText()));
    }
    tally.accept(draft);
  }
}
