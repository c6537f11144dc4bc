package io.mynah.app;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** A disk of some megabytes that can be filled. Tests skip where none may be mounted. */
final class SmallDisk implements AutoCloseable {
  private static final int PIECE = 1 << 12;

  private final Path folder;
  private final Path ballast;

  private SmallDisk(Path folder) {
    this.folder = folder;
    ballast = folder.resolve("ballast");
  }

  static SmallDisk of(int megabytes, Path at) throws IOException {
    Files.createDirectories(at);
    boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", at);
    Assumptions.assumeTrue(mounted, "no disk may be mounted here");
    return new SmallDisk(at);
  }

  Path folder() {
    return folder;
  }

  /** Leaves so many bytes free. */
  void fillBut(long bytes) throws IOException {
    Files.deleteIfExists(ballast);
    byte[] piece = new byte[PIECE];
    Arrays.fill(piece, (byte) 1);
    try (OutputStream out = Files.newOutputStream(ballast)) {
      while (Files.getFileStore(folder).getUsableSpace() > bytes) {
        out.write(piece);
      }
    } catch (IOException full) {
      // As full as can be.
    }
  }

  void free() throws IOException {
    Files.delete(ballast);
  }

  void readOnly() throws IOException {
    if (!run("mount", "-o", "remount,ro", folder)) {
      throw new IOException("it cannot be made read-only");
    }
  }

  private static boolean run(Object... command) {
    try {
      List<String> words = Arrays.stream(command).map(Object::toString).toList();
      Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    boolean unused = run("umount", "-l", folder);
  }
}
