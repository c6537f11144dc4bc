package io.mynah.lm.transformer;

import io.mynah.lm.State;
import io.mynah.lm.TokenModel;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A trained transformer that predicts tokens: whole weights, or adapters to the weights of another
 * model, its base, which all such models share. Weights are rounded to 8 bits and immutable, so any
 * number of threads may use a model, each with its own state. Thread-safe.
 */
public final class TransformerModel implements TokenModel {
  private final SpeakingWeights speaking;
  private final @Nullable Adapted adapted;
  private byte @Nullable [] digest;

  /** That the weights are adapted, and which of them. */
  private record Adapted(TransformerModel base, AdapterLayout layout) {}

  /**
   * What makes a model of another one.
   *
   * @param base has whole weights
   */
  public record Adaptation(TransformerModel base, Adapters adapters) {
    /**
     * @throws IllegalArgumentException when the base has adapters itself, or another shape
     */
    public Adaptation {
      if (base.adapted != null) {
        throw new IllegalArgumentException("adapters to a model that has some");
      }
      if (!adapters.layout().shape().equals(base.shape())) {
        throw new IllegalArgumentException("adapters to a network of another shape");
      }
    }
  }

  /** Where a model's weights are read from. */
  public interface Parameters {
    /**
     * Reads one parameter.
     *
     * @param numbers written from index 0 on
     * @throws IOException also when it is damaged
     */
    void read(ParameterLayout.Part part, float[] numbers) throws IOException;
  }

  /**
   * Reads a model with whole weights. They are rounded one parameter after another, so that they
   * are never in memory whole in single precision.
   *
   * @throws IOException when {@code source} throws it
   */
  public static TransformerModel read(TransformerShape shape, Parameters source)
      throws IOException {
    return new TransformerModel(SpeakingWeights.read(shape, Kernels.fastest(), source));
  }

  /** A model with whole weights. */
  public TransformerModel(TransformerWeights weights) {
    this(weights, Kernels.fastest());
  }

  TransformerModel(TransformerWeights weights, MatrixKernel kernel) {
    this(SpeakingWeights.of(weights, kernel));
  }

  TransformerModel(SpeakingWeights speaking) {
    this.speaking = speaking;
    this.adapted = null;
  }

  /** A model with adapters, which are rounded as the weights are. */
  public TransformerModel(Adaptation adaptation) {
    this.speaking = adaptation.base().speaking.with(adaptation.adapters());
    this.adapted = new Adapted(adaptation.base(), adaptation.adapters().layout());
  }

  SpeakingWeights speaking() {
    return speaking;
  }

  public TransformerShape shape() {
    return speaking.shape();
  }

  /** The base and a copy of the adapters, as rounded; null for whole weights. */
  public @Nullable Adaptation adaptation() {
    return adapted == null
        ? null
        : new Adaptation(adapted.base(), speaking.adapters(adapted.layout()));
  }

  /**
   * The whole weights, which stay as they are.
   *
   * @throws IllegalStateException when the model has adapters
   */
  public FrozenWeights frozen() {
    if (adapted != null) {
      throw new IllegalStateException("a model with adapters");
    }
    return new FrozenWeights(speaking);
  }

  /**
   * A copy of the weights in single precision, as rounded to 8 bits, with the adapters, if any,
   * added.
   */
  public TransformerWeights weights() {
    TransformerWeights weights = speaking.toSinglePrecision();
    return adapted == null
        ? weights
        : adapted.layout().merge(weights, speaking.adapters(adapted.layout()).values());
  }

  /**
   * SHA-256 of the shape and the whole weights, in the form that {@link TransformerFormat} writes.
   * Takes some tenths of a second the first time.
   */
  public synchronized byte[] digest() {
    byte[] made = digest;
    if (made == null) {
      made = TransformerFormat.digest(this);
      digest = made;
    }
    return made.clone();
  }

  @Override
  public Optional<String> base() {
    return Optional.ofNullable(adapted).map(each -> HexFormat.of().formatHex(each.base().digest()));
  }

  @Override
  public List<TokenModel> networks() {
    return adapted == null ? List.of(this) : List.of(this, adapted.base());
  }

  @Override
  public int vocabulary() {
    return shape().vocabulary();
  }

  @Override
  public State start() {
    return new TransformerState(speaking);
  }

  @Override
  public void advance(List<? extends State> states, int[] tokens) {
    TransformerStep.advance(speaking, own(states), tokens);
  }

  @Override
  public void logProbabilities(List<? extends State> states, float[][] out) {
    TransformerStep.logProbabilities(speaking, own(states), out);
  }

  @Override
  public void read(List<? extends State> states, int[][] tokens, float[][][] out) {
    TransformerState[] own = own(states);
    int count = Arrays.stream(tokens).mapToInt(each -> each.length).sum();
    TransformerState[] repeated = new TransformerState[count];
    int[] flat = new int[count];
    float[][] rows = new float[count][];
    int at = 0;
    for (int i = 0; i < own.length; i++) {
      for (int j = 0; j < tokens[i].length; j++, at++) {
        repeated[at] = own[i];
        flat[at] = tokens[i][j];
        rows[at] = out[i][j];
      }
    }
    TransformerStep.read(speaking, repeated, flat, rows);
  }

  private static TransformerState[] own(List<? extends State> states) {
    TransformerState[] own = new TransformerState[states.size()];
    for (int i = 0; i < own.length; i++) {
      if (!(states.get(i) instanceof TransformerState state)) {
        throw new IllegalArgumentException("a state of another model");
      }
      own[i] = state;
    }
    return own;
  }

  /** {@inheritDoc} Of a model with adapters, only theirs, since its base is shared. */
  @Override
  public long sizeInBytes() {
    return adapted == null ? speaking.sizeInBytes() : speaking.adapterBytes();
  }

  /** {@inheritDoc} Of a model with adapters, only theirs. */
  @Override
  public void close() {
    if (adapted == null) {
      speaking.close();
    } else {
      speaking.closeAdapters();
    }
  }
}
