package io.mynah.lm.sampling;

import io.mynah.lm.ContextReader;
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
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Finds the short messages of a person that fit what was said, by a beam search. A message fits if
 * the networks find it much likelier after what was said than without that (Li et al., A
 * diversity-promoting objective function for neural conversation models, NAACL 2016), and if it
 * often came in its role. For one thread.
 */
final class ShortMessageSearch {
  private final Tokenizer tokenizer;
  private final List<TokenModel> networks;
  private final ShortMessages messages;
  private final Retrieval parameters;
  private final Role role;
  private final int width;

  /** The weight of how often a message came in the role. */
  private final double frequency;

  /** The scale of the noise in scores. */
  private final double noise;

  private final RandomGenerator random;

  /**
   * @param networks of the model: the person's own, and the base that it is adapted from, if any
   * @param messages the person's
   * @param role of the message that is searched
   * @param candidates the setting of {@link CandidateRule}
   * @param temperature the owner's setting: at a higher one, rarer messages come
   */
  ShortMessageSearch(
      Tokenizer tokenizer,
      List<TokenModel> networks,
      ShortMessages messages,
      Role role,
      Retrieval parameters,
      int candidates,
      double temperature,
      RandomGenerator random) {
    this.tokenizer = tokenizer;
    this.networks = networks;
    this.messages = messages;
    this.role = role;
    this.parameters = parameters;
    this.random = random;
    width = (int) Math.ceil(parameters.width() * candidates);
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
   * @param fit how much likelier it is after what was said
   * @param promise the score of the most frequent message of these, if its other tokens were as
   *     likely without what was said
   * @param states for each network, one after what was said and one without that
   */
  private record Path(
      int from, int to, int length, boolean ended, double fit, double promise, List<State> states) {
    Path moved() {
      List<State> copies = states.stream().map(State::copy).toList();
      return new Path(from, to, length, ended, fit, promise, copies);
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
   * Searches. The person's own network reads the whole conversation, and compares with what was
   * before what is answered, so that what the model said before does not come again and again. The
   * base reads only what is answered, and what the person said since.
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
    List<Scored> found = new ArrayList<>();
    List<Path> beam = List.of(new Path(0, messages.size(), 0, false, 0, 0, opened(conversation)));
    while (!beam.isEmpty()) {
      List<Path> longer = extended(beam);
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

  private List<State> opened(Conversation conversation) {
    List<State> opened = new ArrayList<>();
    for (int i = 0; i < networks.size(); i++) {
      TokenModel network = networks.get(i);
      ContextReader reader = i == 0 ? conversation.before(network) : conversation.nothing(network);
      State without = Conversation.opening(reader.copy());
      conversation.addAnswered(reader);
      opened.add(Conversation.opening(reader));
      opened.add(without);
    }
    return opened;
  }

  /** What the beginnings may go on as, token by token. */
  private List<Path> extended(List<Path> beam) {
    List<float[][]> logs = new ArrayList<>();
    for (int i = 0; i < networks.size(); i++) {
      float[][] ofNetwork = new float[2 * beam.size()][networks.get(i).vocabulary()];
      networks.get(i).logProbabilities(states(beam, i), ofNetwork);
      logs.add(ofNetwork);
    }
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
        longer.add(extended(path, from, to, token, gain(token, i, logs)));
        from = to;
      }
    }
    return longer;
  }

  private Path extended(Path path, int from, int to, int token, double gain) {
    boolean ended = token == ControlTokens.END;
    int length = path.length() + (ended ? 0 : 1);
    double fit = path.fit() + (path.length() == 0 ? parameters.first() : 1) * gain;
    int most = IntStream.range(from, to).map(i -> messages.times(i, role)).max().orElse(0);
    double promise =
        most == 0
            ? Double.NEGATIVE_INFINITY
            : fit + frequency * Math.log(most) - parameters.brevity() * Math.log(length + 1.0);
    return new Path(from, to, length, ended, fit, promise, path.states());
  }

  private int tokenAt(int message, int index) {
    int[] tokens = messages.tokens(message);
    return index < tokens.length ? tokens[index] : ControlTokens.END;
  }

  /** How much likelier a token is after what was said, on average over the networks. */
  private double gain(int token, int path, List<float[][]> logs) {
    double sum = 0;
    for (float[][] network : logs) {
      double gain = log(network[2 * path][token]) - log(network[2 * path + 1][token]);
      sum += Math.min(parameters.largestGain(), gain);
    }
    return sum / logs.size();
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
        beam.stream()
            .mapToInt(path -> messages.tokens(path.from())[path.length() - 1])
            .flatMap(token -> IntStream.of(token, token))
            .toArray();
    for (int i = 0; i < networks.size(); i++) {
      networks.get(i).advance(states(beam, i), tokens);
    }
  }

  /** Both states of a network, for each path. */
  private static List<State> states(List<Path> paths, int network) {
    return paths.stream()
        .flatMap(path -> path.states().subList(2 * network, 2 * network + 2).stream())
        .toList();
  }
}
