package io.mynah.chat.voice;

import io.mynah.lm.sampling.SamplingRule;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Shares the processors among the replies that are drawn at the same time: if they are more than
 * there are processors, each is chosen among fewer candidates, so that nobody waits long.
 * Thread-safe.
 */
public final class SharedDrawing {
  /** Fewer are not worth ranking. */
  private static final int FEWEST = 2;

  private final int processors;
  private final AtomicInteger replies = new AtomicInteger();

  /**
   * @param processors that draw
   */
  public SharedDrawing(int processors) {
    this.processors = processors;
  }

  /** Begins a reply; {@link #end} ends it. */
  void begin() {
    replies.incrementAndGet();
  }

  void end() {
    replies.decrementAndGet();
  }

  /** The rule for a reply that is drawn now. */
  SamplingRule share(SamplingRule rule) {
    int count = rule.candidates().count();
    int now = Math.max(replies.get(), processors);
    int share = Math.round((float) count * processors / now);
    return share >= count ? rule : rule.among(Math.min(count, Math.max(FEWEST, share)));
  }
}
