package io.mynah.export;

import io.mynah.export.Refusal.Reason;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One pass over an export: what is wanted of it, and what was found. Either all chats are counted,
 * or one is handed over.
 */
final class Pass {
  /** The index of what is no chat. */
  static final int NONE = -2;

  private static final int ALL = Integer.MIN_VALUE;

  private final ExportLimits limits;
  private final int wanted;
  private final @Nullable MessageSink sink;
  private final PeopleTable.Allowance allowance;
  private final List<ChatSummary> chats = new ArrayList<>();
  private int seen;
  private int skipped;
  private boolean handed;
  private boolean telegrams;
  private boolean broken;

  private Pass(ExportLimits limits, int wanted, @Nullable MessageSink sink) {
    this.limits = limits;
    this.wanted = wanted;
    this.sink = sink;
    this.allowance = new PeopleTable.Allowance(limits);
  }

  static Pass overAll(ExportLimits limits) {
    return new Pass(limits, ALL, null);
  }

  static Pass overOne(ExportLimits limits, int chat, MessageSink sink) {
    return new Pass(limits, chat, sink);
  }

  /** Another pass for the same chat, which hands nothing over. */
  Pass again() {
    return new Pass(limits, wanted, null);
  }

  /** Begins at the start of the export again, when nothing was handed over yet. */
  void restart() {
    seen = 0;
    broken = false;
  }

  ExportLimits limits() {
    return limits;
  }

  /** Gives the next chat of the export its index. */
  int nextChat() throws RefusedException {
    if (seen >= limits.chats()) {
      throw RefusedException.limit(Reason.TOO_MANY_CHATS, limits.chats());
    }
    return seen++;
  }

  boolean wants(int chat) {
    return chat != NONE && (wanted == ALL || wanted == chat);
  }

  boolean wantsOne() {
    return wanted != ALL;
  }

  /** Whether there is nothing more to read for. */
  boolean isDone() {
    return wanted != ALL && seen > wanted;
  }

  ChatTally begin(int chat, ChatHeader header) {
    return new ChatTally(chat, header, allowance, sink);
  }

  /** Takes in a chat that was read, as far as it went. */
  void end(ChatTally tally) {
    telegrams |= tally.isTelegrams();
    ChatSummary summary = tally.summary();
    handed |= tally.kept() > 0;
    if (wantsOne() || summary.messages() > 0) {
      skipped += tally.skipped();
      chats.add(summary);
    }
  }

  /** A chat stands here, or a list of chats. */
  void sawTelegram() {
    telegrams = true;
  }

  /** The content breaks off. */
  void broke() {
    broken = true;
  }

  boolean isBroken() {
    return broken;
  }

  boolean isTelegrams() {
    return telegrams;
  }

  boolean hasKept() {
    return handed;
  }

  Survey survey() {
    return new Survey(chats, broken);
  }

  ReadReport report() {
    return new ReadReport(chats.get(0), broken, skipped);
  }

  boolean foundNothing() {
    return chats.isEmpty() || (wantsOne() && !handed);
  }
}
