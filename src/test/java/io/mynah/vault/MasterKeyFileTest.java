package io.mynah.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MasterKeyFileTest {
  @TempDir Path folder;
  private MasterKeyFile file;

  @BeforeEach
  void name() {
    file = new MasterKeyFile(folder.resolve("master.key"));
  }

  @Test
  void aKeyThatWasMadeIsReadAgainAndOnlyItsOwnerMay() throws Exception {
    assertThat(file.read()).isEmpty();
    MasterKey key = MasterKey.random();
    file.make(key);
    assertThat(file.read()).map(MasterKey::text).contains(key.text());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())))
        .isEqualTo("rw-------");
    assertThat(file.openToOthers()).isFalse();
    Files.setPosixFilePermissions(file.path(), PosixFilePermissions.fromString("rw-r-----"));
    assertThat(file.openToOthers()).isTrue();
  }

  @Test
  void aKeyThatIsThereIsNotOverwrittenUnlessItIsToBe() throws Exception {
    MasterKey first = MasterKey.random();
    file.make(first);
    MasterKey second = MasterKey.random();
    assertThatThrownBy(() -> file.make(second)).isInstanceOf(FileAlreadyExistsException.class);
    assertThat(file.read()).map(MasterKey::text).contains(first.text());
    file.replace(second);
    assertThat(file.read()).map(MasterKey::text).contains(second.text());
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file.path());
    }
  }

  @Test
  void aFileOfSomethingElseIsNoKey() throws Exception {
    for (String content : new String[] {"", "my diary", "x".repeat(5_000)}) {
      Files.writeString(file.path(), content);
      assertThatThrownBy(() -> file.read())
          .isInstanceOf(MalformedMasterKey.class)
          .hasMessageNotContaining("diary");
    }
  }
}
