package io.mynah.app.wiring;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Reads the settings: the defaults of {@code config/mynah.yaml}, overridden by the user's file and
 * then by environment variables, such as {@code MYNAH_TELEGRAM_URL} for {@code telegram.url}.
 */
public final class ConfigLoader {
  private static final String DEFAULTS = "mynah.yaml";
  private static final String TRAINING = "training";
  private static final String BASE = "base";
  private static final String TELEGRAM = "telegram";
  private static final String TOKEN = "token";
  private static final String TOKEN_FILE = "token_file";
  private static final String MASTER_KEY = "master_key";

  /** What looks like a master key: 32 bytes in Base64. */
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9+/]{43}=");

  /** A line that is a comment which names a master key or holds what looks like one. */
  private static final Pattern KEY_COMMENT =
      Pattern.compile("(?im)^[ \\t]*#.*(?:" + MASTER_KEY + "[ \\t]*[:=]|" + KEY + ").*\\R?");

  private final YAMLMapper yaml =
      YAMLMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .build();

  /**
   * Reads and checks the settings.
   *
   * @param file the user's file; may be missing
   * @param environment the environment variables
   * @throws ConfigException with words for the user
   */
  public MynahConfig load(Path file, Map<String, String> environment) {
    return parse(settings(file, environment), ConfiguredBases.SHIPPED);
  }

  /**
   * Reads and checks the settings of a data folder. If {@code training.base} is {@code chosen}, it
   * becomes what {@link #chooseBase} chose; if it names a base that the user has added, it becomes
   * the path of its file.
   *
   * @throws ConfigException with words for the user
   */
  MynahConfig load(MynahHome home, Map<String, String> environment) {
    ObjectNode settings = settings(home.settings(), environment);
    String chosen = chosenBase(home);
    if (settings.path(TRAINING) instanceof ObjectNode training) {
      String name = training.path(BASE).asText();
      home.bases()
          .find(name.equals(ConfiguredBases.CHOSEN) ? chosen : name)
          .ifPresent(file -> training.put(BASE, file.toString()));
    }
    return parse(settings, chosen);
  }

  /** What {@link #chooseBase} chose last, or else {@code shipped}. */
  public String chosenBase(MynahHome home) {
    return Files.exists(home.chosenSettings())
        ? read(home.chosenSettings()).path(TRAINING).path(BASE).asText(ConfiguredBases.SHIPPED)
        : ConfiguredBases.SHIPPED;
  }

  /**
   * Chooses the base for settings with {@code training.base: chosen}.
   *
   * @param base as the setting {@code training.base}
   */
  public void chooseBase(MynahHome home, String base) throws IOException {
    ObjectNode settings = yaml.createObjectNode();
    settings.putObject(TRAINING).put(BASE, base);
    Path file = home.chosenSettings();
    Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
    home.create();
    Files.writeString(unfinished, yaml.writeValueAsString(settings));
    Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
  }

  /**
   * The text of a user's file without the master key. Where there is one beside settings, all
   * comments are left out too; otherwise those lines of comments that may hold one.
   *
   * @throws ConfigException if it cannot be read
   */
  public String withoutMasterKey(Path file) throws IOException {
    JsonNode settings = read(file);
    String text = KEY_COMMENT.matcher(Files.readString(file)).replaceAll("");
    if (settings instanceof ObjectNode fields
        && (!fields.path(MASTER_KEY).asText().isBlank() || KEY.matcher(text).find())) {
      fields.remove(MASTER_KEY);
      return yaml.writeValueAsString(fields);
    }
    return text;
  }

  private ObjectNode settings(Path file, Map<String, String> environment) {
    ObjectNode settings = defaults();
    if (Files.exists(file)) {
      merge(settings, read(file), "", file);
    }
    overlay(settings, "MYNAH", environment);
    readToken(settings.withObject(TELEGRAM));
    return settings;
  }

  /** Takes the token from its file, if it is not set. */
  private static void readToken(ObjectNode telegram) {
    String file = telegram.path(TOKEN_FILE).asText();
    if (file.isBlank() || !telegram.path(TOKEN).asText().isEmpty()) {
      return;
    }
    try {
      telegram.put(TOKEN, Files.readString(Path.of(file)).strip());
    } catch (InvalidPathException e) {
      throw new ConfigException(TELEGRAM + "." + TOKEN_FILE, "the path of a file with the token");
    } catch (IOException e) {
      // Only the bot needs it, and says so.
    }
  }

  /**
   * Checks settings.
   *
   * @param chosen the base if they leave it to what was chosen
   */
  private MynahConfig parse(ObjectNode settings, String chosen) {
    if (settings.path(TRAINING) instanceof ObjectNode training
        && training.path(BASE).asText().equals(ConfiguredBases.CHOSEN)) {
      training.put(BASE, chosen);
    }
    try {
      return yaml.treeToValue(settings, MynahConfig.class);
    } catch (JsonMappingException e) {
      throw unusable(e);
    } catch (JacksonException e) {
      throw new ConfigException("The settings cannot be read: " + e.getOriginalMessage());
    }
  }

  /** The name of the environment variable that sets a setting such as {@code telegram.url}. */
  static String variable(String setting) {
    return "MYNAH_" + setting.replace('.', '_').toUpperCase(Locale.ROOT);
  }

  ObjectNode defaults() {
    try (InputStream in =
        Objects.requireNonNull(ConfigLoader.class.getResourceAsStream(DEFAULTS), DEFAULTS)) {
      return (ObjectNode) yaml.readTree(in);
    } catch (IOException e) {
      throw new IllegalStateException("the defaults are part of the program", e);
    }
  }

  private JsonNode read(Path file) {
    try {
      return yaml.readTree(Files.readString(file));
    } catch (JacksonException e) {
      throw new ConfigException(
          "The file %s is not YAML at line %d: %s."
              .formatted(
                  file,
                  e.getLocation() == null ? 0 : e.getLocation().getLineNr(),
                  "compare it with config/mynah.yaml"));
    } catch (IOException e) {
      throw new ConfigException("The file %s cannot be read. May you open it?".formatted(file));
    }
  }

  private static void merge(ObjectNode into, JsonNode from, String prefix, Path file) {
    for (Map.Entry<String, JsonNode> field : from.properties()) {
      String name = prefix + field.getKey();
      JsonNode known = into.get(field.getKey());
      if (known == null) {
        throw new ConfigException(
            "The file %s has a setting %s that does not exist; config/mynah.yaml lists them all."
                .formatted(file, name));
      }
      if (known instanceof ObjectNode group) {
        if (!field.getValue().isObject()) {
          throw new ConfigException(name, "it is a group of settings, see config/mynah.yaml");
        }
        merge(group, field.getValue(), name + ".", file);
      } else {
        into.set(field.getKey(), field.getValue());
      }
    }
  }

  private static void overlay(ObjectNode into, String prefix, Map<String, String> environment) {
    into.fieldNames()
        .forEachRemaining(
            name -> {
              String variable = prefix + "_" + name.toUpperCase(Locale.ROOT);
              if (into.get(name) instanceof ObjectNode group) {
                overlay(group, variable, environment);
              } else if (environment.containsKey(variable)) {
                into.set(name, TextNode.valueOf(environment.get(variable).strip()));
              }
            });
  }

  private static ConfigException unusable(JsonMappingException e) {
    if (e instanceof UnrecognizedPropertyException unknown) {
      return new ConfigException(
          "There is no setting "
              + unknown.getPropertyName()
              + "; config/mynah.yaml lists them all.");
    }
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof ConfigException ours) {
        return ours;
      }
    }
    String setting =
        e.getPath().stream()
            .map(JsonMappingException.Reference::getFieldName)
            .filter(Objects::nonNull)
            .reduce((a, b) -> a + "." + b)
            .orElse("?");
    return new ConfigException(setting, "its value is of the wrong kind, see config/mynah.yaml");
  }
}
