package io.mynah.app.benchmark;

import io.mynah.lm.transformer.TransformerShape;
import io.mynah.lm.transformer.TransformerShape.Options;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The shapes of published open models, by their configurations, and a small one. Stateless. */
final class OpenModelShapes {
  /** Tokens that a network of these shapes attends to here. */
  private static final int CONTEXT = 2048;

  private static final Options QWEN3 = new Options(false, false, true, null);

  private static final Map<String, TransformerShape> BY_NAME =
      new TreeMap<>(
          Map.of(
              "pocket", TransformerShape.of(4096, 288, 7, 6, 3, 768, CONTEXT),
              "smollm2-135m",
                  new TransformerShape(49_152, 576, 30, 9, 3, 64, 1536, CONTEXT, 1e5, 1e-5),
              "smollm2-360m",
                  new TransformerShape(49_152, 960, 32, 15, 5, 64, 2560, CONTEXT, 1e5, 1e-5),
              "qwen3-0.6b",
                  new TransformerShape(
                      151_936, 1024, 28, 16, 8, 128, 3072, CONTEXT, 1e6, 1e-6, QWEN3)));

  private OpenModelShapes() {}

  /** The shape with a name, as the command line gives it. */
  static Optional<TransformerShape> named(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  /** All names. */
  static String names() {
    return String.join(", ", BY_NAME.keySet());
  }
}
