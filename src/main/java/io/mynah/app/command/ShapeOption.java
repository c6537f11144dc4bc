package io.mynah.app.command;

import io.mynah.lm.transformer.TransformerShape;
import java.util.Arrays;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converts a command-line option to the shape of a transformer. */
public final class ShapeOption implements ITypeConverter<ShapeOption.Shape> {
  public static final String LABEL = "WIDTH,LAYERS,HEADS,KEY_HEADS,INNER";

  /** A shape that is small enough for comparisons. */
  public static final String POCKET = "288,7,6,3,768";

  /** The sizes of a transformer without its vocabulary. */
  public record Shape(int width, int layers, int heads, int keyHeads, int inner) {
    /** The shape of the base. */
    static final Shape BASE = new Shape(384, 8, 6, 3, 1024);

    /**
     * The shape with a vocabulary.
     *
     * @param context the most tokens that a token attends to
     */
    public TransformerShape over(int vocabulary, int context) {
      return TransformerShape.of(vocabulary, width, layers, heads, keyHeads, inner, context);
    }

    @Override
    public String toString() {
      return "%d,%d,%d,%d,%d".formatted(width, layers, heads, keyHeads, inner);
    }
  }

  @Override
  public Shape convert(String value) {
    try {
      int[] sizes = Arrays.stream(value.split(",", -1)).mapToInt(Integer::parseInt).toArray();
      if (sizes.length == 5 && sizes[2] > 0 && sizes[0] % sizes[2] == 0) {
        Shape shape = new Shape(sizes[0], sizes[1], sizes[2], sizes[3], sizes[4]);
        shape.over(1, 1);
        return shape;
      }
    } catch (IllegalArgumentException e) {
      // Reported below, whatever the reason.
    }
    throw new TypeConversionException(
        "'%s' is no shape: five whole numbers like %s, the width a multiple of twice the heads, the heads a multiple of the key heads"
            .formatted(value, Shape.BASE));
  }
}
