package io.mynah.app.benchmark;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.mynah.export.ExportLimits;
import io.mynah.export.ExportResult;
import io.mynah.export.ExportSource;
import io.mynah.export.ReadMonitor;
import io.mynah.export.Refusal;
import io.mynah.export.reading.ExportReader;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Measures how fast a JSON export is read, compared with Jackson's bare token scan of the same
 * file, which decodes and keeps nothing. Thread-safe, but parallel runs disturb each other's
 * figures.
 */
public final class ExportBenchmark {
  private static final double MEGABYTE = 1e6;

  /**
   * The figures, each of the fastest round.
   *
   * @param bytes size of the file
   * @param messages read from its first chat
   * @param bareScanMbPerS Jackson's bare token scan, in megabytes (10⁶ bytes) a second
   * @param surveyMbPerS {@link ExportReader#survey}
   * @param readMbPerS {@link ExportReader#read} of the first chat, to a sink that drops the
   *     messages
   * @param ratio the slower of the two, as a share of the bare scan's speed
   */
  public record Result(
      long bytes,
      long messages,
      double bareScanMbPerS,
      double surveyMbPerS,
      double readMbPerS,
      double ratio) {}

  /** A measured step. */
  @FunctionalInterface
  private interface Step {
    void run() throws IOException;
  }

  private ExportBenchmark() {}

  /**
   * Measures each way of reading in turn, for a number of rounds.
   *
   * @param file a plain JSON export
   * @throws IOException if the file cannot be read, or is refused
   */
  public static Result run(Path file, int rounds) throws IOException {
    ExportReader reader = new ExportReader(ExportLimits.DEFAULT);
    JsonFactory bare = new JsonFactory();
    List<ExportSource> files = List.of(ExportSource.of(file));
    int chat = value(reader.survey(files, ReadMonitor.NONE)).chats().get(0).index();
    long[] messages = new long[1];
    double[] best = {Double.MAX_VALUE, Double.MAX_VALUE, Double.MAX_VALUE};
    for (int i = 0; i < rounds; i++) {
      best[0] = Math.min(best[0], seconds(() -> scan(bare, file)));
      best[1] = Math.min(best[1], seconds(() -> value(reader.survey(files, ReadMonitor.NONE))));
      messages[0] = 0;
      best[2] =
          Math.min(
              best[2],
              seconds(() -> value(reader.read(files, chat, m -> messages[0]++, ReadMonitor.NONE))));
    }
    long bytes = Files.size(file);
    double slower = Math.max(best[1], best[2]);
    return new Result(
        bytes,
        messages[0],
        bytes / MEGABYTE / best[0],
        bytes / MEGABYTE / best[1],
        bytes / MEGABYTE / best[2],
        best[0] / slower);
  }

  private static JsonToken scan(JsonFactory factory, Path file) throws IOException {
    JsonToken last = JsonToken.NOT_AVAILABLE;
    try (JsonParser parser = factory.createParser(new FileInputStream(file.toFile()))) {
      for (JsonToken t = parser.nextToken(); t != null; t = parser.nextToken()) {
        last = t;
      }
    }
    return last;
  }

  private static double seconds(Step step) throws IOException {
    long start = System.nanoTime();
    step.run();
    return (System.nanoTime() - start) / 1e9;
  }

  private static <T> T value(ExportResult<T> result) throws IOException {
    if (result instanceof ExportResult.Read<T> read) {
      return read.value();
    }
    Refusal refusal = ((ExportResult.Refused<T>) result).refusal();
    throw new IOException("the file is refused: " + refusal.reason());
  }
}
