package io.mynah.lm.sampling;

import io.mynah.lm.ContextReader;
import io.mynah.lm.LanguageModel;
import io.mynah.lm.ShortMessages;
import io.mynah.lm.State;
import io.mynah.lm.TokenModel;
import io.mynah.lm.VoiceParameters.Answering;
import io.mynah.lm.mixture.LogLinear;
import io.mynah.text.ControlTokens;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Finds the short answers of a person that fit what was said, by a beam search. An answer fits if
 * the networks find it much likelier after what was said than without anything before it (Li et
 * al., A diversity-promoting objective function for neural conversation models, NAACL 2016), and if
 * the person often answers so. For one thread.
 */
final class AnswerSearch {
  private final LanguageModel model;
  private final List<TokenModel> networks;
  private final ShortMessages messages;
  private final Answering parameters;

  /** The weight of how often the person answers so. */
  private final double custom;

  /** The scale of the noise in scores. */
  private final double noise;

  private final RandomGenerator random;

  /**
   * @param temperature the owner's setting: at a higher one, rarer answers come
   */
  AnswerSearch(
      LanguageModel model, Answering parameters, double temperature, RandomGenerator random) {
    this.model = model;
    this.parameters = parameters;
    this.random = random;
    networks = model.networks();
    messages = model.shortMessages();
    custom = parameters.custom() / temperature;
    noise = parameters.noise() * temperature;
  }

  /**
   * The beginning of some messages, which are adjacent.
   *
   * @param from the first of them
   * @param to the end (exclusive)
   * @param length its tokens
   * @param fit how much likelier it is after what was said
   * @param states for each network, one after what was said and one after nothing
   */
  private record Path(int from, int to, int length, double fit, List<State> states) {
    Path moved() {
      return new Path(from, to, length, fit, states.stream().map(State::copy).toList());
    }
  }

  /**
   * An answer.
   *
   * @param plain its score without noise
   * @param score the same with noise
   */
  private record Scored(String text, double plain, double score) {}

  /**
   * Searches answers. The person's own network reads the whole conversation, and compares with what
   * was before what is answered, so that what the model said itself does not come again and again.
   * The base reads only what is answered.
   *
   * @return the best first; none if the person has few, or the model no network
   */
  List<String> search(Conversation conversation) {
    if (networks.isEmpty() || messages.answers() < parameters.fewest()) {
      return List.of();
    }
    List<State> opened = new ArrayList<>();
    for (TokenModel network : networks) {
      ContextReader reader =
          opened.isEmpty() ? conversation.before(network) : conversation.nothing(network);
      State without = Conversation.opening(reader.copy());
      conversation.addAnswered(reader);
      opened.add(Conversation.opening(reader));
      opened.add(without);
    }
    List<Scored> found = new ArrayList<>();
    List<Path> beam = List.of(new Path(0, messages.size(), 0, 0, opened));
    while (!beam.isEmpty()) {
      beam = step(beam, found);
    }
    found.sort(Comparator.comparingDouble(each -> -each.score()));
    return found.stream().map(Scored::text).toList();
  }

  private List<Path> step(List<Path> beam, List<Scored> found) {
    List<float[][]> logs = new ArrayList<>();
    for (int i = 0; i < networks.size(); i++) {
      float[][] ofNetwork = new float[2 * beam.size()][model.vocabulary()];
      networks.get(i).logProbabilities(states(beam, i), ofNetwork);
      logs.add(ofNetwork);
    }
    List<Path> longer = new ArrayList<>();
    for (int i = 0; i < beam.size(); i++) {
      extend(beam.get(i), i, logs, longer, found);
    }
    double best = found.stream().mapToDouble(Scored::plain).max().orElse(Double.NEGATIVE_INFINITY);
    List<Path> kept =
        longer.stream()
            .sorted(Comparator.comparingDouble(path -> -promise(path)))
            .limit(parameters.width())
            .filter(path -> promise(path) > best - parameters.margin())
            .map(Path::moved)
            .toList();
    int[] tokens =
        kept.stream()
            .mapToInt(path -> messages.tokens(path.from())[path.length() - 1])
            .flatMap(token -> IntStream.of(token, token))
            .toArray();
    for (int i = 0; i < networks.size(); i++) {
      networks.get(i).advance(states(kept, i), tokens);
    }
    return kept;
  }

  /** Both states of a network, for each path. */
  private static List<State> states(List<Path> paths, int network) {
    return paths.stream()
        .flatMap(path -> path.states().subList(2 * network, 2 * network + 2).stream())
        .toList();
  }

  /** The best score, without noise, of a message with this beginning. */
  private double promise(Path path) {
    int most = IntStream.range(path.from(), path.to()).map(messages::answers).max().orElse(0);
    return score(path, path.fit(), most);
  }

  private double score(Path path, double fit, int answers) {
    return answers == 0
        ? Double.NEGATIVE_INFINITY
        : fit + custom * Math.log(answers) - parameters.brevity() * Math.log(path.length() + 1.0);
  }

  /** Finds the messages that end with a path, and the paths that are longer by a token. */
  private void extend(
      Path path, int index, List<float[][]> logs, List<Path> longer, List<Scored> found) {
    int from = path.from();
    while (from < path.to()) {
      int token = tokenAt(from, path.length());
      int to = from + 1;
      while (to < path.to() && tokenAt(to, path.length()) == token) {
        to++;
      }
      double weight = path.length() == 0 ? parameters.first() : 1;
      double fit = path.fit() + weight * gain(token, index, logs);
      if (token != ControlTokens.END) {
        longer.add(new Path(from, to, path.length() + 1, fit, path.states()));
      } else if (messages.answers(from) > 0) {
        double score = score(path, fit, messages.answers(from));
        found.add(new Scored(text(from), score, score + gumbel()));
      }
      from = to;
    }
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

  /** Noise by which the best of some scores is drawn in proportion to their exponentials. */
  private double gumbel() {
    return -noise * Math.log(-Math.log(random.nextDouble(Double.MIN_NORMAL, 1)));
  }

  private String text(int message) {
    int[] tokens = messages.tokens(message);
    return model.tokenizer().decode(tokens, 0, tokens.length).strip();
  }
}
