package io.mynah.app.wiring;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;

/** Provides the bundled sample chat, in the form of a Telegram export. */
public final class SampleChat {
  private static final String RESOURCE = "/io/mynah/sample/result.json";

  private SampleChat() {}

  /** Writes the export to {@code file}, replacing one from an older version. */
  public static void unpack(Path file) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(SampleChat.class.getResourceAsStream(RESOURCE), RESOURCE)) {
      Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
