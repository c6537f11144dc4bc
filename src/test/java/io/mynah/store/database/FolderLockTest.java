package io.mynah.store.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLockTest {
  @TempDir Path folder;

  @Test
  void aFolderHasOneHolderAtATime() throws Exception {
    Path data = folder.resolve("new/data");
    try (FolderLock held = FolderLock.take(data)) {
      assertThat(held).isNotNull();
      assertThatThrownBy(() -> FolderLock.take(data))
          .isInstanceOf(FolderLock.InUse.class)
          .hasMessageContaining("in use by another Mynah");
    }
    FolderLock.take(data).close();
  }

  @Test
  void theLockIsTheSystemsSoThatOtherProcessesSeeIt() throws Exception {
    Path binary = Path.of(System.getProperty("java.home"), "bin", "java");
    Path source = folder.resolve("Try.java");
    Files.writeString(
        source,
        """
        import java.nio.channels.*;
        import java.nio.file.*;
        public class Try {
          public static void main(String[] a) throws Exception {
            FileChannel c = FileChannel.open(Path.of(a[0]), StandardOpenOption.WRITE);
            System.exit(c.tryLock() == null ? 3 : 0);
          }
        }
        """);
    try (FolderLock held = FolderLock.take(folder)) {
      assertThatThrownBy(() -> FolderLock.take(folder)).isInstanceOf(FolderLock.InUse.class);
      Process other =
          new ProcessBuilder(
                  binary.toString(), source.toString(), folder.resolve("mynah.lock").toString())
              .inheritIO()
              .start();
      assertThat(other.waitFor()).isEqualTo(3);
      assertThat(held).isNotNull();
    }
  }
}
