package io.mynah.models;

import io.mynah.lm.LanguageModel;
import io.mynah.lm.State;
import io.mynah.text.Tokenizer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A model that says nothing, is known by its mark, and counts how often it is closed. A mark that
 * ends with {@code of NAME} has a base.
 */
public final class MarkedModel implements LanguageModel {
  private final String mark;
  private final int bytes;
  private final AtomicInteger closes = new AtomicInteger();

  public MarkedModel(String mark, int bytes) {
    this.mark = mark;
    this.bytes = bytes;
  }

  public String mark() {
    return mark;
  }

  int closes() {
    return closes.get();
  }

  @Override
  public Tokenizer tokenizer() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<String> base() {
    int of = mark.indexOf(" of ");
    return of < 0 ? Optional.empty() : Optional.of(mark.substring(of + 4));
  }

  @Override
  public int vocabulary() {
    return 0;
  }

  @Override
  public State start() {
    throw new UnsupportedOperationException();
  }

  @Override
  public long sizeInBytes() {
    return bytes;
  }

  @Override
  public void close() {
    closes.incrementAndGet();
  }
}
