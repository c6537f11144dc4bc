package io.mynah.app.base;

import static java.util.Objects.requireNonNull;

import io.mynah.app.benchmark.OpenModelBenchmark;
import io.mynah.app.command.CommandLineJson;
import io.mynah.app.wiring.MynahConfig;
import io.mynah.domain.Effort;
import io.mynah.lm.TransformerConfig;
import io.mynah.lm.transformer.ParameterLayout;
import io.mynah.lm.transformer.TransformerModel;
import io.mynah.lm.transformer.TransformerShape;
import io.mynah.text.Tokenizer;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/** Prints what a base is, and how fast it is on this machine. */
record BaseReport(Tokenizer tokenizer, TransformerModel model, MynahConfig.Training config) {
  private static final double MEGABYTE = 1e6;
  private static final int MESSAGES = 15_000;

  /** How long each speed is measured. */
  private static final Duration EACH = Duration.ofSeconds(2);

  /** How often a training reads the person's messages, where there is a base and time enough. */
  private static final int PASSES = 3;

  /** Messages of a usual length, in the languages of the texts that tokenizers are made for. */
  private static final String[] USUAL = {
    "are you home yet?",
    "not yet, the bus is late again",
    "ok tell me when you are there",
    "yes and maybe bread if they have some left",
    "no, i forgot, i will do it tonight",
    "sounds good, i could bring the small tent"
  };

  /**
   * What was measured, as one object of JSON.
   *
   * @param memoryBytes of the weights, for all voices together
   * @param trainingBytes beside Java's own memory
   * @param personMinutes computed from the speed, not measured
   */
  record Row(
      String name,
      String form,
      int width,
      int layers,
      int heads,
      int keyHeads,
      int headWidth,
      int inner,
      int vocabulary,
      int context,
      long weights,
      long memoryBytes,
      double speakTokensPerS,
      double firstTokenMs,
      double replyMs,
      double trainTokensPerS,
      long trainingBytes,
      double personMinutes) {}

  /**
   * Measures and prints.
   *
   * @param json whether as one object, at the end
   */
  void print(String name, PrintWriter out, boolean json) throws IOException {
    TransformerShape shape = model.shape();
    if (!json) {
      printShape(shape, out);
    }
    OpenModelBenchmark.Result speed = new OpenModelBenchmark(model, EACH).run();
    double tokens = MESSAGES * tokensOfMessage();
    double minutes = PASSES * tokens / speed.trainTokensPerS() / 60;
    if (json) {
      out.println(CommandLineJson.line(row(name, speed, minutes)));
      return;
    }
    out.printf(
        Locale.ROOT,
        "speaking: %.0f tokens/s; the first token %.0f ms after a context of 100, three candidates of 15 tokens after %.0f ms%n",
        speed.speakTokensPerS(),
        speed.firstTokenMs(),
        speed.replyMs());
    out.printf(
        Locale.ROOT,
        "training: %.0f tokens/s, with %.0f MB beside Java's own memory; a person takes %.1f MB in memory%n",
        speed.trainTokensPerS(),
        speed.trainMegabytes(),
        speed.adapterMegabytes());
    boolean large = TransformerConfig.isLarge(speed.weights());
    out.printf(
        Locale.ROOT,
        "estimate: a person of %,d short messages is some %,.0f tokens; reading them %d times takes about %.1f minutes (the effort good allows %.1f). This is computed from the speed above, not measured.%n",
        MESSAGES,
        tokens,
        PASSES,
        minutes,
        requireNonNull(config.times(large).get(Effort.GOOD)).toSeconds() / 60.0);
  }

  private Row row(String name, OpenModelBenchmark.Result speed, double minutes) {
    TransformerShape shape = model.shape();
    return new Row(
        name,
        form(shape),
        shape.width(),
        shape.layers(),
        shape.heads(),
        shape.keyHeads(),
        shape.headWidth(),
        shape.inner(),
        shape.vocabulary(),
        shape.context(),
        speed.weights(),
        model.sizeInBytes(),
        speed.speakTokensPerS(),
        speed.firstTokenMs(),
        speed.replyMs(),
        speed.trainTokensPerS(),
        Math.round(speed.trainMegabytes() * MEGABYTE),
        minutes);
  }

  private static String form(TransformerShape shape) {
    TransformerShape.Options options = shape.options();
    return options.headNorms() ? "Qwen3" : options.biases() ? "Qwen2" : "Llama";
  }

  private void printShape(TransformerShape shape, PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "%s form: width %d, %d layers, %d heads of %d (%d of keys and values), inner width %d, %,d tokens, context %,d%s%n",
        form(shape),
        shape.width(),
        shape.layers(),
        shape.heads(),
        shape.headWidth(),
        shape.keyHeads(),
        shape.inner(),
        shape.vocabulary(),
        shape.context(),
        shape.options().separateSoftmax() ? ", a softmax matrix of its own" : "");
    out.printf(
        Locale.ROOT,
        "%,d weights; at most %.0f MB in memory for all voices together%n",
        ParameterLayout.count(shape),
        model.sizeInBytes() / MEGABYTE);
    out.flush();
  }

  /** With those that begin and end it. */
  private double tokensOfMessage() {
    int tokens = 0;
    for (String message : USUAL) {
      tokens += 2 + tokenizer.encode(message).length;
    }
    return (double) tokens / USUAL.length;
  }
}
