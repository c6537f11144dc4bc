package io.mynah.telegram.fake;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The HTML of rich messages, as blocks. Stricter than Telegram: what it would repair or leave out
 * is refused. Tags for media, lists, quotations and styles of text are not known here.
 */
final class RichHtml {
  private static final int LONGEST = 32_768;
  private static final int MOST_BLOCKS = 500;
  private static final int MOST_COLUMNS = 20;
  private static final int DEEPEST = 16;

  private static final Set<String> ALIGNMENTS = Set.of("left", "center", "right");

  private final List<String> lines = new ArrayList<>();
  private int blocks;

  private RichHtml() {}

  /**
   * A rich message.
   *
   * @param blocks as the API shows them
   * @param text a line for each block and each row of a table, the cells apart by a bar
   */
  record Parsed(ArrayNode blocks, String text) {}

  static Parsed parse(String html) throws Refused {
    RichHtml parser = new RichHtml();
    ArrayNode blocks = parser.blocks(HtmlTree.parse(html), 1);
    String text = String.join("\n", parser.lines);
    if (text.isBlank()) {
      throw Refused.badRequest("RICH_MESSAGE_CONTENT_REQUIRED");
    }
    if (text.codePointCount(0, text.length()) > LONGEST) {
      throw Refused.badRequest("RICH_MESSAGE_TEXT_TOO_LONG");
    }
    return new Parsed(blocks, text);
  }

  private ArrayNode blocks(List<HtmlTree.Node> nodes, int depth) throws Refused {
    if (depth > DEEPEST) {
      throw Refused.badRequest("RICH_MESSAGE_DEPTH_INVALID");
    }
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    for (HtmlTree.Node node : nodes) {
      if (!(node instanceof HtmlTree.Element element)) {
        throw unsupported("text outside of a block");
      }
      count();
      all.add(block(element, depth));
    }
    return all;
  }

  private void count() throws Refused {
    if (++blocks > MOST_BLOCKS) {
      throw Refused.badRequest("RICH_MESSAGE_BLOCKS_TOO_MANY");
    }
  }

  private ObjectNode block(HtmlTree.Element element, int depth) throws Refused {
    return switch (element.tag()) {
      case "h1", "h2", "h3", "h4", "h5", "h6" ->
          line("heading", element).put("size", element.tag().charAt(1) - '0');
      case "p" -> line("paragraph", element);
      case "footer" -> line("footer", element);
      case "table" -> table(element);
      case "details" -> details(element, depth);
      default -> throw unsupported("the block " + element.tag());
    };
  }

  private ObjectNode line(String type, HtmlTree.Element element) throws Refused {
    allow(element, Set.of());
    String text = required(element);
    lines.add(text);
    return JsonNodeFactory.instance.objectNode().put("type", type).put("text", text);
  }

  private ObjectNode details(HtmlTree.Element element, int depth) throws Refused {
    allow(element, Set.of("open"));
    List<HtmlTree.Node> children = element.children();
    if (children.size() < 2
        || !(children.get(0) instanceof HtmlTree.Element summary)
        || !summary.tag().equals("summary")) {
      throw unsupported("details without a summary, or with nothing after it");
    }
    ObjectNode details = line("details", summary);
    details.set("summary", details.remove("text"));
    details.set("blocks", blocks(children.subList(1, children.size()), depth + 1));
    return element.attributes().containsKey("open") ? details.put("is_open", true) : details;
  }

  private ObjectNode table(HtmlTree.Element element) throws Refused {
    allow(element, Set.of("bordered", "striped"));
    ObjectNode table = JsonNodeFactory.instance.objectNode().put("type", "table");
    ArrayNode cells = table.putArray("cells");
    for (HtmlTree.Node child : element.children()) {
      if (!(child instanceof HtmlTree.Element row) || !row.tag().equals("tr")) {
        throw unsupported("something other than a row in a table");
      }
      allow(row, Set.of());
      count();
      row(row, cells.addArray());
    }
    for (String mark : element.attributes().keySet()) {
      table.put("is_" + mark, true);
    }
    return table;
  }

  private void row(HtmlTree.Element row, ArrayNode cells) throws Refused {
    List<String> texts = new ArrayList<>();
    for (HtmlTree.Node child : row.children()) {
      if (!(child instanceof HtmlTree.Element cell) || !Set.of("td", "th").contains(cell.tag())) {
        throw unsupported("something other than a cell in a row");
      }
      allow(cell, Set.of("align"));
      String align = cell.attributes().getOrDefault("align", "left");
      if (!ALIGNMENTS.contains(align)) {
        throw unsupported("the alignment " + align);
      }
      String text = text(cell);
      texts.add(text);
      ObjectNode shown = cells.addObject().put("align", align).put("valign", "top");
      if (!text.isEmpty()) {
        shown.put("text", text);
      }
      if (cell.tag().equals("th")) {
        shown.put("is_header", true);
      }
    }
    if (texts.isEmpty()) {
      throw unsupported("a row without cells");
    }
    if (texts.size() > MOST_COLUMNS) {
      throw Refused.badRequest("RICH_MESSAGE_TABLE_COLS_TOO_MANY");
    }
    lines.add(String.join(" | ", texts));
  }

  private static void allow(HtmlTree.Element element, Set<String> attributes) throws Refused {
    for (Map.Entry<String, String> each : element.attributes().entrySet()) {
      if (!attributes.contains(each.getKey())) {
        throw unsupported("the attribute " + each.getKey() + " of " + element.tag());
      }
    }
  }

  private static String required(HtmlTree.Element element) throws Refused {
    String text = text(element);
    if (text.isBlank()) {
      throw Refused.badRequest("RICH_MESSAGE_CONTENT_REQUIRED");
    }
    return text;
  }

  private static String text(HtmlTree.Element element) throws Refused {
    StringBuilder text = new StringBuilder();
    for (HtmlTree.Node child : element.children()) {
      if (!(child instanceof HtmlTree.Text part)) {
        throw unsupported("a tag in the text of " + element.tag());
      }
      text.append(part.text());
    }
    return text.toString();
  }

  private static Refused unsupported(String what) {
    return Refused.badRequest("can't parse rich message: " + what);
  }
}
