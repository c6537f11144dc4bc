package io.mynah.app;

import io.mynah.lm.Base;
import io.mynah.lm.dl4j.RecurrentLearner;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** The base that comes with Mynah, read when it is first asked for and then kept. Thread-safe. */
final class ShippedBase {
  private static final String FILE = "/io/mynah/base/en.base";

  private ShippedBase() {}

  /**
   * The base, or null in a build without one.
   *
   * @throws UncheckedIOException when it is damaged
   */
  static @Nullable Base get() {
    return Holder.BASE;
  }

  private static final class Holder {
    static final @Nullable Base BASE = read();

    private static @Nullable Base read() {
      try (InputStream file = ShippedBase.class.getResourceAsStream(FILE)) {
        return file == null
            ? null
            : Base.read(new RecurrentLearner(), new DataInputStream(new BufferedInputStream(file)));
      } catch (IOException e) {
        throw new UncheckedIOException("the base that comes with Mynah is damaged", e);
      }
    }
  }
}
