package io.mynah.chat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A target that can be looked into. */
public record PlainTarget(Path file) implements FileTarget {
  @Override
  public OutputStream create() throws IOException {
    return Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  @Override
  public void delete() throws IOException {
    Files.deleteIfExists(file);
  }
}
