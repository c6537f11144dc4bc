package io.mynah.lm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointFolderTest {
  @TempDir Path folder;

  @Test
  void aCheckpointThatDoesNotFitLeavesTheOneBeforeAndNothingElse() throws Exception {
    CheckpointFolder files = new CheckpointFolder(folder).within("neural");
    files.write("network", out -> out.write("before".getBytes(UTF_8)));
    assertThatThrownBy(
            () ->
                files.write(
                    "network",
                    out -> {
                      out.write(new byte[100_000]);
                      throw new IOException("No space left on device");
                    }))
        .isInstanceOf(IOException.class);
    try (InputStream kept = files.open("network").orElseThrow()) {
      assertThat(kept.readAllBytes()).asString(UTF_8).isEqualTo("before");
    }
    assertThat(filesIn(folder)).containsExactly("network");
  }

  private static List<String> filesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).map(f -> f.getFileName().toString()).toList();
    }
  }
}
