package io.mynah.app.benchmark;

import io.mynah.app.wiring.CommandFailure;
import io.mynah.domain.Person;
import io.mynah.domain.PersonKey;
import io.mynah.lm.LanguageModel;
import io.mynah.lm.Turn;
import io.mynah.lm.sampling.GenerationOptions;
import io.mynah.lm.sampling.MessageGenerator;
import io.mynah.models.DamagedModel;
import io.mynah.models.MissingModel;
import io.mynah.models.ModelLibrary;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * Measures how long a reply takes. Each reply answers the real context of one of the person's last
 * messages. The first replies warm up the JIT compiler and are not timed. For one thread.
 */
final class ReplyBenchmark {
  private static final int CONTEXT = 12;
  private static final int UNTIMED = 40;
  private static final int COLD = 5;

  private final Supplier<ModelLibrary> libraries;
  private final Person person;
  private final MessageGenerator generator = new MessageGenerator();
  private final GenerationOptions options;
  private final List<List<Turn>> contexts;
  private final SplittableRandom random = new SplittableRandom(1);

  /**
   * The figures.
   *
   * @param medianMs milliseconds for a reply of a loaded model; the median
   * @param p99Ms the 99th percentile of that
   * @param coldMs milliseconds to read and check the model's file and make a reply; the median of
   *     some
   * @param loadedBytes the memory of the loaded model, as the cache of models counts it
   * @param candidates how many candidates each reply is chosen from
   * @param replies how many replies were timed
   * @param meanLength the mean length of the replies in characters
   */
  record Result(
      double medianMs,
      double p99Ms,
      double coldMs,
      long loadedBytes,
      int candidates,
      int replies,
      double meanLength) {}

  /**
   * @param libraries opens a model library with nothing loaded
   * @param turns of the person's chat, in order of time
   */
  ReplyBenchmark(
      Supplier<ModelLibrary> libraries,
      Person person,
      List<Turn> turns,
      GenerationOptions options) {
    this.libraries = libraries;
    this.person = person;
    this.options = options;
    contexts = contexts(turns, person.key());
  }

  /** The turns before each of the person's messages that answers someone. */
  private static List<List<Turn>> contexts(List<Turn> turns, PersonKey key) {
    List<List<Turn>> contexts = new ArrayList<>();
    for (int i = 1; i < turns.size(); i++) {
      boolean answers =
          turns.get(i).speaker().equals(key) && !turns.get(i - 1).speaker().equals(key);
      if (answers) {
        contexts.add(turns.subList(Math.max(0, i - CONTEXT), i));
      }
    }
    if (contexts.isEmpty()) {
      throw new CommandFailure("Nobody ever says anything before them.");
    }
    return contexts;
  }

  Result run(int replies) throws MissingModel, DamagedModel {
    List<Double> millis = new ArrayList<>();
    long loaded;
    double length = 0;
    try (ModelLibrary models = libraries.get();
        ModelLibrary.Lease lease = models.borrow(person)) {
      loaded = lease.model().sizeInBytes();
      for (int i = -UNTIMED; i < replies; i++) {
        long start = System.nanoTime();
        String reply = reply(lease.model(), Math.floorMod(i, replies));
        if (i >= 0) {
          millis.add((System.nanoTime() - start) / 1e6);
          length += (double) reply.codePointCount(0, reply.length()) / replies;
        }
      }
    }
    return new Result(
        quantile(millis, 0.5),
        quantile(millis, 0.99),
        cold(),
        loaded,
        options.rule().candidates().count(),
        replies,
        length);
  }

  private double cold() throws MissingModel, DamagedModel {
    List<Double> millis = new ArrayList<>();
    for (int i = 0; i < COLD; i++) {
      try (ModelLibrary models = libraries.get()) {
        long start = System.nanoTime();
        try (ModelLibrary.Lease lease = models.borrow(person)) {
          String unused = reply(lease.model(), i);
          millis.add((System.nanoTime() - start) / 1e6);
        }
      }
    }
    return quantile(millis, 0.5);
  }

  /** Answers one of the contexts, counted from the last. */
  private String reply(LanguageModel model, int number) {
    List<Turn> context = contexts.get(Math.floorMod(-1 - number, contexts.size()));
    return generator.speak(model, person.key(), context, options, random).get(0);
  }

  private static double quantile(List<Double> values, double quantile) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.get((int) Math.round(quantile * (sorted.size() - 1)));
  }
}
