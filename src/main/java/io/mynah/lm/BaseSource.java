package io.mynah.lm;

import io.mynah.text.Tokenizer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A base whose network is read at first use, and then kept. Thread-safe. */
public final class BaseSource {
  private final Tokenizer tokenizer;
  private final Supplier<PretrainedBase> reader;
  private @Nullable PretrainedBase base;

  /**
   * @param tokenizer the base's
   * @param reader reads the base; called once, unless it throws
   */
  public BaseSource(Tokenizer tokenizer, Supplier<PretrainedBase> reader) {
    this.tokenizer = tokenizer;
    this.reader = reader;
  }

  /** A base that is in memory. */
  public static BaseSource of(PretrainedBase base) {
    return new BaseSource(base.tokenizer(), () -> base);
  }

  public Tokenizer tokenizer() {
    return tokenizer;
  }

  /**
   * The base. What its reader throws is passed on.
   *
   * @return always the same
   */
  public synchronized PretrainedBase get() {
    PretrainedBase known = base;
    if (known == null) {
      known = reader.get();
      base = known;
    }
    return known;
  }
}
