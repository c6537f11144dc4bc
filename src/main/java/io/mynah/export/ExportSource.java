package io.mynah.export;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** A file of an export, wherever and however it is stored. Thread-safe. */
public interface ExportSource {
  /** Its size in bytes. */
  long size() throws IOException;

  /** Its name; empty if there is none. It names a chat at most, and decides nothing else. */
  default String name() {
    return "";
  }

  /** Opens it for reading. */
  SeekableByteChannel open() throws IOException;

  /** A file on this machine's disk. */
  static ExportSource of(Path file) {
    return new ExportSource() {
      @Override
      public long size() throws IOException {
        if (!Files.isRegularFile(file)) {
          throw new NoSuchFileException("no file");
        }
        return Files.size(file);
      }

      @Override
      public String name() {
        return String.valueOf(file.getFileName());
      }

      @Override
      public SeekableByteChannel open() throws IOException {
        return Files.newByteChannel(file);
      }
    };
  }

  /** Files on this machine's disk. */
  static List<ExportSource> of(List<Path> files) {
    return files.stream().map(ExportSource::of).toList();
  }
}
