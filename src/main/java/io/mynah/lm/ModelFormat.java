package io.mynah.lm;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * Writes a model to bytes and reads it back. Thread-safe. The reader trusts no length it reads, and
 * never deserialises Java objects.
 */
public interface ModelFormat {
  void write(LanguageModel model, DataOutputStream out) throws IOException;

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IOException also when the bytes are not a model of a known version
   */
  LanguageModel read(DataInputStream in) throws IOException;
}
