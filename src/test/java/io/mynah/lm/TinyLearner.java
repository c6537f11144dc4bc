package io.mynah.lm;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A learner that counts what follows the last five tokens, whoever wrote them, so it knows what is
 * answered to what. Each of its epochs sees more of the text; what is done lies in its folder.
 */
public final class TinyLearner implements NeuralLearner {
  public static final int EPOCHS = 4;
  private static final int MOST = 1 << 20;

  /** What each call was given. */
  public final List<Call> calls = new ArrayList<>();

  /** Models that were handed out and are not closed. */
  public final AtomicInteger open = new AtomicInteger();

  /** A call, and the epochs it went through. */
  public record Call(
      int vocabulary,
      @Nullable TokenModel initial,
      TokenStream training,
      TokenStream validation,
      List<Integer> epochs) {}

  @Override
  public NeuralTraining begin(LearningTask task, TrainingMonitor monitor) {
    Call call =
        new Call(
            task.vocabulary(),
            task.initial(),
            task.training(),
            task.validation(),
            new ArrayList<>());
    calls.add(call);
    return new Counting(task, call, monitor);
  }

  /** One training: what was handed out is done once it asks for more, or for no more. */
  private final class Counting implements NeuralTraining {
    private final LearningTask task;
    private final Call call;
    private final TrainingMonitor monitor;
    private int epoch;
    private boolean handedOut;

    Counting(LearningTask task, Call call, TrainingMonitor monitor) {
      this.task = task;
      this.call = call;
      this.monitor = monitor;
      epoch = done(task.checkpoints());
    }

    @Override
    public Optional<Epoch> next() throws TrainingCancelled {
      endEpoch();
      if (epoch == EPOCHS) {
        return Optional.empty();
      }
      if (monitor.cancelled()) {
        throw new TrainingCancelled();
      }
      epoch++;
      call.epochs.add(epoch);
      TokenStream training = task.training();
      int[] seen = Arrays.copyOf(training.tokens(), training.length() * epoch / EPOCHS);
      open.incrementAndGet();
      handedOut = true;
      return Optional.of(new Epoch(new Counts(task.vocabulary(), seen), 1.0 / epoch));
    }

    private void endEpoch() {
      if (handedOut) {
        handedOut = false;
        keep(task.checkpoints(), epoch);
        monitor.progress((double) epoch / EPOCHS, Duration.ZERO);
      }
    }

    @Override
    public long tokens() {
      return (long) call.epochs.size() * task.training().length() / EPOCHS;
    }

    @Override
    public boolean diverged() {
      return false;
    }

    @Override
    public void close() {
      endEpoch();
    }
  }

  private static int done(CheckpointFiles checkpoints) {
    try {
      Optional<InputStream> file = checkpoints.open("done");
      if (file.isEmpty()) {
        return 0;
      }
      try (InputStream in = file.get()) {
        return in.read();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void keep(CheckpointFiles checkpoints, int epoch) {
    try {
      checkpoints.write("done", out -> out.write(epoch));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void write(TokenModel model, DataOutputStream out) throws IOException {
    Counts counts = (Counts) model;
    out.writeInt(counts.vocabulary);
    out.writeInt(counts.learned.length);
    for (int token : counts.learned) {
      out.writeShort(token);
    }
  }

  @Override
  public TokenModel read(DataInputStream in) throws IOException {
    int vocabulary = in.readInt();
    int length = in.readInt();
    if (vocabulary < 1 || vocabulary > 1 << 16 || length < 0 || length > MOST) {
      throw new IOException("a damaged model");
    }
    int[] learned = new int[length];
    for (int i = 0; i < length; i++) {
      learned[i] = in.readUnsignedShort();
      if (learned[i] >= vocabulary) {
        throw new IOException("a token outside the vocabulary");
      }
    }
    open.incrementAndGet();
    return new Counts(vocabulary, learned);
  }

  private final class Counts implements TokenModel {
    private static final int CONTEXT = 5;

    private final int vocabulary;
    private final int[] learned;
    private final Map<List<Integer>, Map<Integer, Integer>> after = new HashMap<>();
    private boolean closed;

    Counts(int vocabulary, int[] learned) {
      this.vocabulary = vocabulary;
      this.learned = learned;
      List<Integer> all = Arrays.stream(learned).boxed().toList();
      for (int i = 0; i < learned.length; i++) {
        List<Integer> before = all.subList(Math.max(0, i - CONTEXT), i);
        after.computeIfAbsent(before, key -> new HashMap<>()).merge(learned[i], 1, Integer::sum);
      }
    }

    @Override
    public int vocabulary() {
      return vocabulary;
    }

    @Override
    public List<TokenModel> networks() {
      return List.of(this);
    }

    @Override
    public State start() {
      return new Place(List.of());
    }

    @Override
    public long sizeInBytes() {
      return 4L * learned.length;
    }

    @Override
    public void close() {
      if (!closed) {
        open.decrementAndGet();
      }
      closed = true;
    }

    private final class Place implements State {
      private List<Integer> last;

      Place(List<Integer> last) {
        this.last = last;
      }

      @Override
      public void logProbabilities(float[] out) {
        Map<Integer, Integer> counts = after.getOrDefault(last, Map.of());
        int sum = counts.values().stream().mapToInt(each -> each).sum();
        Arrays.fill(out, (float) Math.log(0.1 / vocabulary / (sum + 0.1)));
        counts.forEach(
            (token, count) ->
                out[token] = (float) Math.log((count + 0.1 / vocabulary) / (sum + 0.1)));
      }

      @Override
      public void advance(int token) {
        List<Integer> next = new ArrayList<>(last);
        next.add(token);
        last = List.copyOf(next.subList(Math.max(0, next.size() - CONTEXT), next.size()));
      }

      @Override
      public State copy() {
        return new Place(last);
      }
    }
  }
}
