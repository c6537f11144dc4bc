package io.mynah.export.chats;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/**
 * The beginning of a text file, by which the place that it is from is recognised.
 *
 * @param text its first characters, without a byte order mark and white space around them
 * @param names those in the first object of JSON, as far as the beginning goes; of a list, those in
 *     its first object
 */
public record TextHead(String text, Set<String> names) {
  private static final JsonFactory JSON = new JsonFactory();

  public TextHead {
    names = Set.copyOf(names);
  }

  public static TextHead of(String text) {
    boolean json = text.startsWith("{") || text.startsWith("[");
    return new TextHead(text, json ? names(text) : Set.of());
  }

  /** Whether there are all of these names. */
  public boolean has(String... all) {
    return names.containsAll(Set.of(all));
  }

  private static Set<String> names(String text) {
    Set<String> names = new HashSet<>();
    try (JsonParser parser = JSON.createParser(text)) {
      JsonToken token = parser.nextToken();
      if (token == JsonToken.START_ARRAY) {
        token = parser.nextToken();
      }
      if (token == JsonToken.START_OBJECT) {
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
          names.add(name);
          parser.nextToken();
          parser.skipChildren();
        }
      }
    } catch (IOException e) {
      // The beginning ends somewhere in the middle.
      return names;
    }
    return names;
  }
}
