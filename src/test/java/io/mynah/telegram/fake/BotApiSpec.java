package io.mynah.telegram.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The Bot API's machine-readable description, to check requests and replies against: unknown
 * fields, missing required fields, wrong types. It lies in the folder that the system property
 * {@code mynah.reference} names, or nowhere. Immutable.
 */
public final class BotApiSpec {
  private static final String FILE = "bot-api-10.1.json";
  private static final String ARRAY = "Array of ";
  private static final Pattern QUOTED = Pattern.compile("\"([^\"]+)\"");

  private final JsonNode methods;
  private final JsonNode types;

  private BotApiSpec(JsonNode spec) {
    methods = spec.path("methods");
    types = spec.path("types");
  }

  /** The description, if this machine has it. */
  public static Optional<BotApiSpec> find() {
    String folder = System.getProperty("mynah.reference", "");
    Path file = Path.of(folder, FILE);
    if (folder.isBlank() || !Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(new BotApiSpec(new ObjectMapper().readTree(file.toFile())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The emoji that bots may react with. */
  public Set<String> reactions() {
    for (JsonNode field : types.path("ReactionTypeEmoji").path("fields")) {
      if (field.path("name").asText().equals("emoji")) {
        return QUOTED
            .matcher(field.path("description").asText())
            .results()
            .map(found -> found.group(1))
            .collect(Collectors.toSet());
      }
    }
    throw new IllegalStateException("The description does not name the reactions.");
  }

  /** What is wrong with a request; empty if nothing is. */
  public List<String> request(String method, JsonNode arguments) {
    if (!methods.has(method)) {
      return List.of("There is no method " + method + ".");
    }
    List<String> faults = new ArrayList<>();
    fields(method, methods.path(method).path("fields"), withoutName(method, arguments), faults);
    return faults;
  }

  /** The arguments without the method's name, which the library repeats among them. */
  private static JsonNode withoutName(String method, JsonNode arguments) {
    return arguments.path("method").asText().equalsIgnoreCase(method)
        ? ((ObjectNode) arguments.deepCopy()).without("method")
        : arguments;
  }

  /** What is wrong with a method's result. */
  public List<String> result(String method, JsonNode result) {
    return anyOf(method + " returns", methods.path(method).path("returns"), result);
  }

  /** What is wrong with an object of a type. */
  public List<String> object(String type, JsonNode value) {
    return type(type, type, value);
  }

  private void fields(String where, JsonNode fields, JsonNode value, List<String> faults) {
    for (JsonNode field : fields) {
      String name = field.path("name").asText();
      JsonNode part = value.get(name);
      if (part != null) {
        faults.addAll(anyOf(where + "." + name, field.path("types"), part));
      } else if (field.path("required").asBoolean()) {
        faults.add(where + " lacks the required " + name);
      }
    }
    value
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!has(fields, name)) {
                faults.add(where + " has no field " + name);
              }
            });
  }

  private static boolean has(JsonNode fields, String name) {
    for (JsonNode field : fields) {
      if (field.path("name").asText().equals(name)) {
        return true;
      }
    }
    return false;
  }

  private List<String> anyOf(String where, JsonNode names, JsonNode value) {
    List<String> best = null;
    for (JsonNode name : names) {
      List<String> faults = type(where, name.asText(), value);
      if (best == null || faults.size() < best.size()) {
        best = faults;
      }
    }
    return best == null ? List.of() : best;
  }

  private List<String> type(String where, String name, JsonNode value) {
    if (name.startsWith(ARRAY)) {
      return array(where, name.substring(ARRAY.length()), value);
    }
    return switch (name) {
      case "Integer" -> unless(value.isIntegralNumber(), where, name, value);
      case "Float" -> unless(value.isNumber(), where, name, value);
      case "Boolean" -> unless(value.isBoolean(), where, name, value);
      case "String", "InputFile" -> unless(value.isTextual(), where, name, value);
      default -> named(where, name, value);
    };
  }

  private List<String> array(String where, String element, JsonNode value) {
    if (!value.isArray()) {
      return unless(false, where, ARRAY + element, value);
    }
    List<String> faults = new ArrayList<>();
    for (JsonNode part : value) {
      faults.addAll(type(where + "[]", element, part));
    }
    return faults;
  }

  private List<String> named(String where, String name, JsonNode value) {
    JsonNode type = types.path(name);
    if (type.has("subtypes")) {
      return anyOf(where, type.path("subtypes"), value);
    }
    if (!value.isObject()) {
      return unless(false, where, name, value);
    }
    List<String> faults = new ArrayList<>();
    fields(where + "(" + name + ")", type.path("fields"), value, faults);
    return faults;
  }

  private static List<String> unless(boolean right, String where, String name, JsonNode value) {
    return right ? List.of() : List.of(where + " is not " + name + " but " + value.getNodeType());
  }
}
