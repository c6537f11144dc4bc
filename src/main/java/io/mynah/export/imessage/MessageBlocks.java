package io.mynah.export.imessage;

import io.mynah.export.ExportLimits;
import io.mynah.export.bytes.RefusedException;
import io.mynah.export.chats.ChatMessageFilter;
import io.mynah.export.chats.MessageDraft;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Puts lines together to messages. A message is a line with the time, one with the name, and its
 * text up to the next time that follows an empty line. Replies are there twice, at their time and,
 * indented, below what they answer; the latter are left out.
 */
final class MessageBlocks {
  private static final String INDENT = "    ";
  private static final Pattern REACTIONS = Pattern.compile("(?:Tapbacks|Reactions):");

  /** What the program says of a message, and files. */
  private static final Pattern NOTICE =
      Pattern.compile(
          "This message responded to an earlier message\\.|Attachment missing!"
              + "|Sent with (?:Confetti|Echo|Fireworks|Balloons|Heart|Lasers|Shooting Star[t]?"
              + "|Sparkles|Spotlight|Slam|Loud|Gentle|Invisible Ink)"
              + "|SharePlay Message|(?:You|They|.{1,100}) (?:deleted|unsent) (?:a|this) message.*"
              + "|.{1,100} (?:deleted|unsent) this message part.*"
              + "|(?:~?/|attachments/|[A-Z]:\\\\).{0,400}\\.\\w{2,5}");

  private static final Pattern EDITED =
      Pattern.compile("Edited .{1,80} later: (.*)", Pattern.DOTALL);

  private final ChatMessageFilter tally;
  private final int most;
  private final MessageDraft draft = new MessageDraft();
  private State state = State.BETWEEN;
  private boolean afterEmptyLine = true;

  private enum State {
    BETWEEN,
    NAME,
    TEXT,
    /** In the list of reactions below a text. */
    REACTIONS
  }

  MessageBlocks(ChatMessageFilter tally, ExportLimits limits) {
    this.tally = tally;
    this.most = limits.textLength();
  }

  ChatMessageFilter tally() {
    return tally;
  }

  void line(String line) throws RefusedException {
    TimeLine time = line.startsWith(INDENT) ? null : TimeLine.of(line);
    if (time != null && afterEmptyLine) {
      end();
      draft.clear();
      draft.seconds = time.seconds();
      // With words behind the time, it is a notice about the conversation.
      draft.type = time.rest().isEmpty() ? MessageDraft.Type.MESSAGE : MessageDraft.Type.NOTICE;
      state = time.rest().isEmpty() ? State.NAME : State.REACTIONS;
    } else if (state == State.NAME) {
      draft.name.set(line);
      state = State.TEXT;
    } else if (line.isEmpty()) {
      if (state == State.TEXT) {
        draft.text.append("\n", most);
      }
    } else if (state == State.TEXT && !line.startsWith(INDENT)) {
      text(line, time);
    }
    afterEmptyLine = line.isEmpty();
  }

  private void text(String line, @Nullable TimeLine first) throws RefusedException {
    Matcher edited = EDITED.matcher(line);
    if (REACTIONS.matcher(line).matches()) {
      state = State.REACTIONS;
    } else if (edited.matches()) {
      // Of all versions, the last counts.
      draft.text.set(edited.group(1));
      draft.text.append("\n", most);
    } else if (!NOTICE.matcher(line).matches()) {
      draft.text.append(first == null ? line : first.rest(), most);
      draft.text.append("\n", most);
    }
  }

  /** Ends the message that is open. */
  void end() throws RefusedException {
    if (state != State.BETWEEN) {
      tally.accept(draft);
      state = State.BETWEEN;
    }
  }
}
