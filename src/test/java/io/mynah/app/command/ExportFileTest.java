package io.mynah.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mynah.app.wiring.CommandFailure;
import io.mynah.domain.Message;
import io.mynah.export.ExportLimits;
import io.mynah.export.reading.ExportReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command line takes for an export, and which chat and person of it are meant. */
class ExportFileTest {
  private static final ExportReader READER = new ExportReader(ExportLimits.DEFAULT);

  @TempDir Path folder;

  private static String chat(String name, String person, String text) {
    return """
        {"name": "%s", "type": "personal_chat", "id": %d, "messages": [
         {"id": 1, "type": "message", "date_unixtime": "5", "from": "%s", "from_id": "user1",
          "text": "%s"}]}"""
        .formatted(name, name.hashCode() & 0xff, person, text);
  }

  private static String page(int id, String text) {
    return """
        <!DOCTYPE html><html><body><div class="page_header"><div class="text bold">Bella</div></div>
        <div class="history"><div class="message default clearfix" id="message%d">
        <div class="body"><div class="from_name">Bella</div><div class="text">%s</div></div></div>
        </div></body></html>
        """
        .formatted(id, text);
  }

  private void write(String name, String content) throws IOException {
    Files.writeString(folder.resolve(name), content);
  }

  private static List<String> texts(Path file, @Nullable String chat) {
    List<Message> messages = new ArrayList<>();
    boolean truncated = ExportFile.open(READER, file, chat).read(messages::add).truncated();
    assertThat(truncated).isFalse();
    return messages.stream().map(Message::text).toList();
  }

  @Test
  void theFolderOfAJsonExportIsTheExport() throws IOException {
    write("result.json", chat("Tim", "Bella", "hi"));
    write("messages.html", page(1, "not this"));
    Files.createDirectory(folder.resolve("photos"));
    assertThat(texts(folder, null)).containsExactly("hi");
  }

  @Test
  void theFolderOfAnHtmlExportIsAllItsPagesInOrder() throws IOException {
    write("messages10.html", page(9001, "ten"));
    write("messages2.html", page(1001, "two"));
    write("messages.html", page(1, "one"));
    write("messages.html.bak", "no page");
    Files.createDirectory(folder.resolve("css"));
    assertThat(texts(folder, null)).containsExactly("one", "two", "ten");
  }

  @Test
  void aFolderWithoutAnExportIsRefusedInWords() throws IOException {
    write("holiday.txt", "hi");
    Files.createDirectories(folder.resolve("messages.html"));
    assertThatThrownBy(() -> ExportFile.open(READER, folder, null))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("no result.json, no messages.html")
        .hasMessageContaining("Name the file of an export.");
  }

  @Test
  void ofAnAccountTheChatIsChosenByItsName() throws IOException {
    String chats = chat("Ana", "Ana", "a") + "," + chat("Anabel", "Anabel", "b");
    write("result.json", "{\"chats\": {\"list\": [%s]}}".formatted(chats));
    assertThat(texts(folder, "ANA")).as("in full before by part").containsExactly("a");
    assertThat(texts(folder, "bel")).containsExactly("b");
    assertThatThrownBy(() -> ExportFile.open(READER, folder, null))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("2 chats")
        .hasMessageContaining("--chat: Ana, Anabel");
    assertThatThrownBy(() -> ExportFile.open(READER, folder, "na"))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("more than one chat");
    assertThatThrownBy(() -> ExportFile.open(READER, folder, "Zoë"))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("no chat “Zoë”");
  }
}
