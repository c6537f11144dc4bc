package io.mynah.export.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Reads of an object the strings and numbers that are wanted, and skips everything else without
 * decoding it. So an object takes no more memory than what is wanted of it. Not thread-safe.
 */
public final class RecordReader {
  private final Set<String> wanted;

  /** The objects that something wanted is in. */
  private final Set<String> outer = new HashSet<>();

  private final boolean anyCase;
  private final Map<String, String> values = new HashMap<>();

  /**
   * @param paths names, with dots where a name is in an inner object; a path that leads to an
   *     object gives an empty string
   */
  public RecordReader(Collection<String> paths) {
    this(paths, false);
  }

  private RecordReader(Collection<String> paths, boolean anyCase) {
    this.anyCase = anyCase;
    this.wanted = Set.copyOf(paths);
    for (String path : wanted) {
      for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
        outer.add(path.substring(0, dot));
      }
    }
  }

  /**
   * A reader that takes capital letters in names for small ones.
   *
   * @param paths in small letters
   */
  public static RecordReader ofAnyCase(Collection<String> paths) {
    return new RecordReader(paths, true);
  }

  /**
   * Reads the object that the parser is at the start of, to its end.
   *
   * @return the values by path, until the next call; of a name that is there twice, the last
   */
  public Map<String, String> read(JsonParser parser) throws IOException {
    values.clear();
    object(parser, "");
    return values;
  }

  private void object(JsonParser parser, String prefix) throws IOException {
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      JsonToken value = parser.nextToken();
      String path = prefix + (anyCase ? name.toLowerCase(Locale.ROOT) : name);
      if (value == JsonToken.START_OBJECT) {
        if (wanted.contains(path)) {
          values.put(path, "");
        }
        if (outer.contains(path)) {
          object(parser, path + ".");
        } else {
          parser.skipChildren();
        }
      } else if (value == JsonToken.START_ARRAY) {
        parser.skipChildren();
      } else if (value != JsonToken.VALUE_NULL && wanted.contains(path)) {
        values.put(path, parser.getText());
      }
    }
  }
}
