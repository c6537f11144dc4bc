package io.mynah.lm.sampling;

import io.mynah.lm.ContextReader;
import io.mynah.lm.Openings;
import io.mynah.lm.ShortMessages;
import io.mynah.lm.ShortMessages.Role;
import io.mynah.lm.State;
import io.mynah.lm.TokenModel;
import io.mynah.lm.VoiceParameters.Retrieval;
import io.mynah.lm.mixture.LogLinear;
import io.mynah.text.ControlTokens;
import io.mynah.text.Tokenizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Finds the short messages of a person that fit what was said, by a beam search. A message fits if
 * the networks find its first token likelier after what was said than usually, if the person's
 * network finds it likely, and if it often came in its role. For one thread.
 */
final class ShortMessageSearch {
  private final Tokenizer tokenizer;
  private final List<TokenModel> networks;
  private final Openings openings;
  private final ShortMessages messages;
  private final Retrieval parameters;
  private final Role role;
  private final int width;

  /** The weight of ln P of a message. */
  private final double likelihood;

  /** The weight of how often a message came in the role. */
  private final double frequency;

  /** The scale of the noise in scores. */
  private final double noise;

  private final RandomGenerator random;

  /**
   * @param networks of the model: the person's own, and the base that it is adapted from, if any
   * @param openings of these networks
   * @param messages the person's
   * @param role of the message that is searched
   * @param candidates the setting of {@link CandidateRule}
   * @param temperature the owner's setting: at a higher one, rarer messages come
   */
  ShortMessageSearch(
      Tokenizer tokenizer,
      List<TokenModel> networks,
      Openings openings,
      ShortMessages messages,
      Role role,
      Retrieval parameters,
      int candidates,
      double temperature,
      RandomGenerator random) {
    this.tokenizer = tokenizer;
    this.networks = networks;
    this.openings = openings;
    this.messages = messages;
    this.role = role;
    this.parameters = parameters;
    this.random = random;
    width = (int) Math.ceil(parameters.width() * candidates);
    likelihood = parameters.likelihood() / temperature;
    frequency = parameters.frequency() / temperature;
    noise = parameters.noise() * temperature;
  }

  /**
   * The beginning of some messages, which are adjacent.
   *
   * @param from the first of them
   * @param to the end (exclusive)
   * @param length its tokens
   * @param ended whether it is a whole message
   * @param fit the score without frequency
   * @param promise the score of the most frequent message of these, if its other tokens were
   *     certain; none of them has a greater one
   * @param state of the person's network after it
   */
  private record Path(
      int from, int to, int length, boolean ended, double fit, double promise, State state) {
    Path moved() {
      return new Path(from, to, length, ended, fit, promise, state.copy());
    }
  }

  /**
   * A message.
   *
   * @param plain its score without noise
   * @param score the same with noise
   */
  private record Scored(String text, double plain, double score) {}

  /**
   * Searches. The person's own network reads the whole conversation, the base only what is
   * answered, and what the person said since.
   *
   * @param wanted how many messages are needed
   * @param usable whether a text may be said
   * @param penalty what the score of a text loses
   * @return the best first; none if the person has few, or the model no network
   */
  List<String> search(
      Conversation conversation,
      int wanted,
      Predicate<String> usable,
      ToDoubleFunction<String> penalty) {
    if (networks.isEmpty() || messages.different(role) < parameters.fewest()) {
      return List.of();
    }
    List<State> opened = opened(conversation);
    float[] gains = gains(opened);
    List<Scored> found = new ArrayList<>();
    List<Path> beam = List.of(new Path(0, messages.size(), 0, false, 0, 0, opened.get(0)));
    while (!beam.isEmpty()) {
      List<Path> longer = extended(beam, gains);
      longer.stream()
          .filter(path -> path.ended() && messages.times(path.from(), role) > 0)
          .filter(path -> usable.test(text(path.from())))
          .forEach(path -> found.add(scored(path, penalty)));
      double least = least(found, wanted);
      beam =
          longer.stream()
              .filter(path -> !path.ended() && path.promise() > least)
              .sorted(Comparator.comparingDouble(path -> -path.promise()))
              .limit(width)
              .map(Path::moved)
              .toList();
      advance(beam);
    }
    found.sort(Comparator.comparingDouble(each -> -each.score()));
    return found.stream().map(Scored::text).toList();
  }

  /** The state of each network, where the message begins. */
  private List<State> opened(Conversation conversation) {
    List<State> opened = new ArrayList<>();
    for (int i = 0; i < networks.size(); i++) {
      TokenModel network = networks.get(i);
      ContextReader reader = i == 0 ? conversation.before(network) : conversation.nothing(network);
      conversation.addAnswered(reader);
      opened.add(Conversation.opening(reader));
    }
    return opened;
  }

  /**
   * How much likelier each token is than usually as the first one, on average over networks; 0
   * where it is not known what is usual.
   */
  private float[] gains(List<State> opened) {
    float[] gains = new float[tokenizer.size()];
    float[] logs = new float[gains.length];
    for (int i = 0; i < opened.size(); i++) {
      Optional<float[]> usual = openings.logs(role, i);
      if (usual.isEmpty()) {
        return gains;
      }
      opened.get(i).logProbabilities(logs);
      for (int token = 0; token < gains.length; token++) {
        double gain =
            Math.min(parameters.largestGain(), log(logs[token]) - log(usual.get()[token]));
        gains[token] += (float) (gain / opened.size());
      }
    }
    return gains;
  }

  /** What the beginnings may go on as, token by token. */
  private List<Path> extended(List<Path> beam, float[] gains) {
    float[][] logs = new float[beam.size()][tokenizer.size()];
    networks.get(0).logProbabilities(beam.stream().map(Path::state).toList(), logs);
    List<Path> longer = new ArrayList<>();
    for (int i = 0; i < beam.size(); i++) {
      Path path = beam.get(i);
      int from = path.from();
      while (from < path.to()) {
        int token = tokenAt(from, path.length());
        int to = from + 1;
        while (to < path.to() && tokenAt(to, path.length()) == token) {
          to++;
        }
        double gain = path.length() == 0 ? gains[token] : 0;
        double fit = path.fit() + gain + likelihood * log(logs[i][token]);
        longer.add(extended(path, from, to, token, fit));
        from = to;
      }
    }
    return longer;
  }

  private Path extended(Path path, int from, int to, int token, double fit) {
    boolean ended = token == ControlTokens.END;
    int most = IntStream.range(from, to).map(i -> messages.times(i, role)).max().orElse(0);
    double promise = most == 0 ? Double.NEGATIVE_INFINITY : fit + frequency * Math.log(most);
    int length = path.length() + (ended ? 0 : 1);
    return new Path(from, to, length, ended, fit, promise, path.state());
  }

  private int tokenAt(int message, int index) {
    int[] tokens = messages.tokens(message);
    return index < tokens.length ? tokens[index] : ControlTokens.END;
  }

  private static double log(float log) {
    return Math.max(LogLinear.LEAST, log);
  }

  private Scored scored(Path path, ToDoubleFunction<String> penalty) {
    String text = text(path.from());
    double plain = path.promise() - penalty.applyAsDouble(text);
    return new Scored(text, plain, plain + gumbel());
  }

  /** Noise by which the best of some scores is drawn in proportion to their exponentials. */
  private double gumbel() {
    return -noise * Math.log(-Math.log(random.nextDouble(Double.MIN_NORMAL, 1)));
  }

  private String text(int message) {
    int[] tokens = messages.tokens(message);
    return tokenizer.decode(tokens, 0, tokens.length).strip();
  }

  /** What a beginning must promise, once there are enough messages. */
  private double least(List<Scored> found, int wanted) {
    return found.stream()
        .sorted(Comparator.comparingDouble(each -> -each.plain()))
        .skip(wanted - 1L)
        .findFirst()
        .map(each -> each.plain() - parameters.margin())
        .orElse(Double.NEGATIVE_INFINITY);
  }

  private void advance(List<Path> beam) {
    int[] tokens =
        beam.stream().mapToInt(path -> messages.tokens(path.from())[path.length() - 1]).toArray();
    networks.get(0).advance(beam.stream().map(Path::state).toList(), tokens);
  }
}
