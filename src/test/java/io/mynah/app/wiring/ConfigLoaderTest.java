package io.mynah.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mynah.domain.Bot;
import io.mynah.domain.Effort;
import io.mynah.lm.sampling.SamplingRule;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigLoaderTest {
  @TempDir Path folder;

  private final ConfigLoader loader = new ConfigLoader();

  @Test
  void withoutFileAndVariablesTheDefaultsHold() {
    MynahConfig config = loader.load(folder.resolve("mynah.yaml"), Map.of());

    assertThat(config.telegram().url()).isEqualTo(URI.create("https://api.telegram.org"));
    assertThat(config.telegram().token()).isEmpty();
    assertThat(config.allowed()).isEqualTo("link");
    assertThat(config.speaking().toSettings().effort()).isEqualTo(Effort.GOOD);
    assertThat(config.speaking().toSettings().bursts()).isTrue();
    assertThat(config.speaking().toSettings().delays()).isTrue();
  }

  @Test
  void everySettingNamesItsVariableBesideItAndObeysIt() throws IOException {
    List<String> lines = Files.readAllLines(Path.of("config/mynah.yaml"));
    for (String setting : leaves(loader.defaults(), "")) {
      String name = setting.substring(setting.lastIndexOf('.') + 1);
      String variable = ConfigLoader.variable(setting);
      assertThat(lines)
          .as(setting)
          .anyMatch(
              line ->
                  line.strip().startsWith(name + ":") && line.strip().endsWith("# " + variable));
      assertThatThrownBy(
              () -> loader.load(folder.resolve("none"), Map.of(variable, "\u0000[not a value")))
          .as("a senseless %s is noticed, so it is read", variable)
          .isInstanceOf(ConfigException.class)
          .satisfies(
              e ->
                  assertThat(e.getMessage().replace("…", name))
                      .contains(setting.substring(setting.lastIndexOf('.') + 1)));
    }
  }

  @Test
  void theUsersFileWinsOverTheDefaultsAndAVariableOverTheFile() throws IOException {
    Path file = folder.resolve("mynah.yaml");
    Files.writeString(file, "speaking:\n  temperature: 0.5\n  top_p: 0.7\n");

    MynahConfig config = loader.load(file, Map.of("MYNAH_SPEAKING_TOP_P", "0.6"));

    assertThat(config.speaking().temperature()).isEqualTo(0.5);
    assertThat(config.speaking().topP()).isEqualTo(0.6);
    assertThat(config.speaking().length()).isEqualTo("natural");
    SamplingRule rule = config.speaking().toRule();
    assertThat(config.speaking().toOptions().rule()).isEqualTo(rule.at(0.5));
    assertThat(rule.topP()).isEqualTo(0.6);
    assertThat(rule.candidates().count()).isEqualTo(config.speaking().candidates());
  }

  @Test
  void aSettingThatDoesNotExistIsNamed() throws IOException {
    Path file = folder.resolve("mynah.yaml");
    Files.writeString(file, "speaking:\n  temprature: 0.5\n");

    assertThatThrownBy(() -> loader.load(file, Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("speaking.temprature")
        .hasMessageContaining("config/mynah.yaml");
  }

  @Test
  void aFileThatIsNoYamlIsNamedWithItsLine() throws IOException {
    Path file = folder.resolve("mynah.yaml");
    Files.writeString(file, "log:\n  level: [\n");

    assertThatThrownBy(() -> loader.load(file, Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("line");
  }

  @Test
  void anEmptyFileChangesNothing() throws IOException {
    Path file = folder.resolve("mynah.yaml");
    Files.writeString(file, "# nothing yet\n");

    assertThat(loader.load(file, Map.of()))
        .isEqualTo(loader.load(folder.resolve("none"), Map.of()));
  }

  @Test
  void theTokenMayBeInAFileOfItsOwn() throws IOException {
    Path secret = Files.writeString(folder.resolve("token"), "123456:SECRET\n");
    Map<String, String> byFile = Map.of("MYNAH_TELEGRAM_TOKEN_FILE", secret.toString());
    assertThat(loader.load(folder.resolve("none"), byFile).telegram().token())
        .isEqualTo("123456:SECRET");

    Map<String, String> both = new HashMap<>(byFile);
    both.put("MYNAH_TELEGRAM_TOKEN", "7:OTHER");
    assertThat(loader.load(folder.resolve("none"), both).telegram().token()).isEqualTo("7:OTHER");

    Files.delete(secret);
    assertThat(loader.load(folder.resolve("none"), byFile).telegram().token())
        .as("only the bot needs it")
        .isEmpty();
  }

  @Test
  void aBotNeedsANameOnlyOnADatabaseServer() {
    Map<String, String> named = new HashMap<>(Map.of("MYNAH_TELEGRAM_NAME", "second"));
    assertThatThrownBy(() -> loader.load(folder.resolve("none"), named))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("telegram.name");
    named.put("MYNAH_DATABASE", "jdbc:postgresql://localhost/mynah");
    named.put("MYNAH_TELEGRAM_SHARED_OWNERS", "true");
    assertThat(loader.load(folder.resolve("none"), named).telegram().bot())
        .isEqualTo(new Bot("second", true));
  }

  @Test
  void theTokenIsNotPartOfTheSettingsInWords() {
    MynahConfig config =
        loader.load(folder.resolve("none"), Map.of("MYNAH_TELEGRAM_TOKEN", "123456:SECRET"));

    assertThat(config.telegram().token()).isEqualTo("123456:SECRET");
    assertThat(config.toString()).doesNotContain("SECRET");
  }

  private static List<String> leaves(ObjectNode node, String prefix) {
    List<String> names = new ArrayList<>();
    node.fieldNames()
        .forEachRemaining(
            name -> {
              JsonNode child = node.get(name);
              if (child instanceof ObjectNode group) {
                names.addAll(leaves(group, prefix + name + "."));
              } else {
                names.add(prefix + name);
              }
            });
    return names;
  }
}
