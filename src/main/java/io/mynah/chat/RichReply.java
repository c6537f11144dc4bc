package io.mynah.chat;

import java.util.List;

/**
 * A message with headings, tables and details, for channels that can show them ({@link
 * Channel#showsTables}).
 *
 * @param blocks what is shown, in order; their texts are shown as they are, without the marks of
 *     {@link Emphasis}
 * @param plain the same as a text, for where blocks cannot be shown; its buttons are under either
 */
public record RichReply(List<Block> blocks, Reply plain) {
  public RichReply {
    blocks = List.copyOf(blocks);
  }

  /** A part of the message. */
  public sealed interface Block {}

  /** A heading, on one line. */
  public record Heading(String text) implements Block {}

  /** A paragraph, on one line. */
  public record Paragraph(String text) implements Block {}

  /**
   * A table. The first column has labels, and the others have values.
   *
   * @param header the names of the columns; empty for none
   * @param rows each with as many cells as the others and the header
   */
  public record Table(List<String> header, List<List<String>> rows) implements Block {
    public Table {
      header = List.copyOf(header);
      rows = rows.stream().map(List::copyOf).toList();
    }
  }

  /**
   * Blocks that are hidden until the reader unfolds them.
   *
   * @param summary what is always shown
   */
  public record Details(String summary, List<Block> blocks) implements Block {
    public Details {
      blocks = List.copyOf(blocks);
    }
  }
}
