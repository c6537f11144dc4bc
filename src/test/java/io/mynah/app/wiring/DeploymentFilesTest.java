package io.mynah.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written for containers and services fits the program. */
class DeploymentFilesTest {
  private static final Path COMPOSE = Path.of("config/compose.yaml");
  private static final Pattern VARIABLE = Pattern.compile("\\bMYNAH_[A-Z_]+");

  /** Variables that are no settings. */
  private static final Set<String> OTHERS = Set.of("MYNAH_HOME", "MYNAH_JAVA_OPTS");

  private static Set<String> variables(ObjectNode settings, String prefix) {
    Set<String> variables = new TreeSet<>();
    settings
        .properties()
        .forEach(
            field -> {
              String name = prefix + field.getKey();
              if (field.getValue() instanceof ObjectNode group) {
                variables.addAll(variables(group, name + "."));
              } else {
                variables.add(ConfigLoader.variable(name));
              }
            });
    return variables;
  }

  @ParameterizedTest
  @ValueSource(strings = {"config/compose.yaml", "config/mynah.service", "Dockerfile"})
  void eachVariableIsThatOfASetting(String file) throws IOException {
    Set<String> known = variables(new ConfigLoader().defaults(), "");
    known.addAll(OTHERS);
    assertThat(
            VARIABLE
                .matcher(Files.readString(Path.of(file)))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toSet()))
        .isNotEmpty()
        .isSubsetOf(known);
  }

  @Test
  void aContainerThatOnlyWaitsOrHasNoTelegramIsHealthy() throws IOException {
    assertThat(Files.readString(Path.of("Dockerfile"))).contains("\"health\", \"--live\"");
  }

  @Test
  void theBotAndTheWorkersStartWithWhatTheComposeFileSets() throws IOException {
    JsonNode services = new YAMLMapper().readTree(Files.readString(COMPOSE)).path("services");
    for (String service : Set.of("bot", "worker")) {
      JsonNode each = services.path(service);
      assertThat(each.path("secrets").toString()).contains("master_key", "database_passfile");
      assertThat(each.toString()).doesNotContain("\"ports\"");
    }
    assertThat(services.path("bot").path("secrets").toString()).contains("telegram_token");
    assertThat(services.path("worker").path("secrets").toString())
        .as("a worker has no token")
        .doesNotContain("telegram_token");
    assertThat(services.path("worker").has("volumes"))
        .as("two processes cannot share a data folder")
        .isFalse();
  }
}
