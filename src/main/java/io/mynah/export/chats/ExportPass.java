package io.mynah.export.chats;

import io.mynah.domain.PersonKey;
import io.mynah.domain.Reactions;
import io.mynah.export.ChatSummary;
import io.mynah.export.ExportLimits;
import io.mynah.export.MessageSink;
import io.mynah.export.ReadReport;
import io.mynah.export.Refusal.Reason;
import io.mynah.export.Survey;
import io.mynah.export.bytes.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One pass over an export: what is wanted, and what was found. Either all chats are counted, or the
 * messages of one are passed on.
 */
public final class ExportPass {
  /** The index that stands for no chat. */
  public static final int NONE = -2;

  private static final int ALL = Integer.MIN_VALUE;

  private final ExportLimits limits;
  private final int wanted;
  private final @Nullable MessageSink sink;
  private final PeopleTable.Allowance allowance;
  private final List<ChatSummary> chats = new ArrayList<>();
  private Map<PersonKey, Reactions> reactions = Map.of();
  private int seen;
  private int skipped;
  private boolean passedOn;
  private boolean recognised;
  private boolean datesAssumed;
  private boolean broken;

  private ExportPass(ExportLimits limits, int wanted, @Nullable MessageSink sink) {
    this.limits = limits;
    this.wanted = wanted;
    this.sink = sink;
    this.allowance = new PeopleTable.Allowance(limits);
  }

  public static ExportPass overAll(ExportLimits limits) {
    return new ExportPass(limits, ALL, null);
  }

  public static ExportPass overOne(ExportLimits limits, int chat, MessageSink sink) {
    return new ExportPass(limits, chat, sink);
  }

  /** Another pass for the same chat that passes no messages on. */
  public ExportPass withoutSink() {
    return new ExportPass(limits, wanted, null);
  }

  /** Starts again at the beginning of the export; only before any message was passed on. */
  public void restart() {
    seen = 0;
    broken = false;
  }

  public ExportLimits limits() {
    return limits;
  }

  /**
   * Counts what is kept in memory of a person or a chat until the export is read, besides what the
   * chats themselves count.
   *
   * @param bytes that it takes besides its texts
   * @param texts of bounded length
   * @throws RefusedException if it is too much for all people and chats together
   */
  public void keep(int bytes, String... texts) throws RefusedException {
    int all = bytes;
    for (String text : texts) {
      all += Character.BYTES * text.length();
    }
    allowance.keep(all);
  }

  /** Gives the next chat of the export its index. */
  public int nextChat() throws RefusedException {
    if (seen >= limits.chats()) {
      throw RefusedException.limit(Reason.TOO_MANY_CHATS, limits.chats());
    }
    return seen++;
  }

  public boolean wants(int chat) {
    return chat != NONE && (wanted == ALL || wanted == chat);
  }

  public boolean wantsOne() {
    return wanted != ALL;
  }

  /** Whether reactions are counted; if not, they need not be read. */
  public boolean countsReactions() {
    return sink != null;
  }

  /** Whether nothing more has to be read. */
  public boolean isDone() {
    return wanted != ALL && seen > wanted;
  }

  public ChatMessageFilter begin(int chat, ChatHeader header) {
    return new ChatMessageFilter(chat, header, allowance, new PeopleTable.Allowance(limits), sink);
  }

  /** Records a chat that was read, as far as it went. */
  public void end(ChatMessageFilter tally) {
    recognised |= tally.looksLikeTelegram();
    ChatSummary summary = tally.summary();
    passedOn |= tally.kept() > 0;
    reactions = tally.reactions();
    if (wantsOne() || summary.messages() > 0) {
      skipped += tally.skipped();
      chats.add(summary);
    }
  }

  /** Records that this is an export: a chat, or a list of chats, was found. */
  public void markRecognised() {
    recognised = true;
  }

  /** Records that the dates have two readings, of which the one with the day first was taken. */
  public void markDatesAssumed() {
    datesAssumed = true;
  }

  /** Records that the content breaks off. */
  public void markBroken() {
    broken = true;
  }

  public boolean isBroken() {
    return broken;
  }

  public boolean isRecognised() {
    return recognised;
  }

  public Survey survey() {
    return new Survey(chats, broken);
  }

  public ReadReport report() {
    return new ReadReport(chats.get(0), broken, datesAssumed, skipped, reactions);
  }

  public boolean foundNothing() {
    return chats.isEmpty() || (wantsOne() && !passedOn);
  }
}
