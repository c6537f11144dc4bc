package io.mynah.telegram.fake;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads HTML strictly: each tag is closed, and each special character is an entity. Stateless. */
final class HtmlTree {
  private static final Pattern TOKEN =
      Pattern.compile(
          "<(?<close>/?)(?<tag>[a-z][a-z0-9-]*)(?<attributes>(?: [a-z-]+(?:=\"[^\"<>]*\")?)*)>"
              + "|(?<text>[^<>&]+)|&(?<entity>amp|lt|gt|quot);");
  private static final Pattern ATTRIBUTE = Pattern.compile("([a-z-]+)(?:=\"([^\"]*)\")?");
  private static final Map<String, String> ENTITIES =
      Map.of("amp", "&", "lt", "<", "gt", ">", "quot", "\"");

  private HtmlTree() {}

  sealed interface Node {}

  record Text(String text) implements Node {}

  record Element(String tag, Map<String, String> attributes, List<Node> children) implements Node {}

  static List<Node> parse(String html) throws Refused {
    Deque<Element> open = new ArrayDeque<>();
    open.push(new Element("", Map.of(), new ArrayList<>()));
    Matcher token = TOKEN.matcher(html);
    int at = 0;
    while (token.find() && token.start() == at) {
      at = token.end();
      if (token.group("tag") == null) {
        String entity = token.group("entity");
        String text = entity == null ? token.group("text") : ENTITIES.get(entity);
        open.element().children().add(new Text(text));
      } else if (token.group("close").isEmpty()) {
        Element element =
            new Element(
                token.group("tag"), attributes(token.group("attributes")), new ArrayList<>());
        open.element().children().add(element);
        open.push(element);
      } else if (!open.pop().tag().equals(token.group("tag"))) {
        throw Refused.badRequest("can't parse rich message: unexpected end tag");
      }
    }
    if (at < html.length() || open.size() != 1) {
      throw Refused.badRequest("can't parse rich message: at character " + at);
    }
    return open.element().children();
  }

  private static Map<String, String> attributes(String text) {
    Map<String, String> attributes = new LinkedHashMap<>();
    Matcher each = ATTRIBUTE.matcher(text);
    while (each.find()) {
      attributes.put(each.group(1), each.group(2) == null ? "" : each.group(2));
    }
    return attributes;
  }
}
