package io.mynah.export.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files of a folder are the export. */
class ExportFolderTest {
  @TempDir Path folder;

  private void holds(String... names) throws IOException {
    for (String name : names) {
      Files.createFile(folder.resolve(name));
    }
  }

  private List<String> found() throws IOException {
    return ExportFolder.files(folder).stream().map(f -> f.getFileName().toString()).toList();
  }

  @Test
  void theDocumentAsItIsGoesBeforeAllElse() throws IOException {
    holds("messages.html", "result.json.gz", "other.zip", "result.json");
    assertThat(found()).containsExactly("result.json");
  }

  @Test
  void theDocumentMayBeGzipped() throws IOException {
    holds("result.json.gz", "photo.jpg");
    assertThat(found()).containsExactly("result.json.gz");
  }

  @Test
  void elseThePagesAreTakenAllOfThem() throws IOException {
    holds("messages2.html", "messages.html", "style.css", "other.zip");
    assertThat(found()).containsExactly("messages.html", "messages2.html");
  }

  @Test
  void elseTheOnlyArchiveIsTakenAndNoneOfSeveral() throws IOException {
    holds("ChatExport.ZIP", "notes.txt", "._ChatExport.zip");
    assertThat(found()).containsExactly("ChatExport.ZIP");
    holds("second.json.gz");
    assertThat(found()).isEmpty();
  }

  @Test
  void nothingElseIsAnExport() throws IOException {
    holds("notes.txt", "data.gz");
    Files.createDirectory(folder.resolve("result.json"));
    assertThat(found()).isEmpty();
  }
}
