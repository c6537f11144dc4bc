package io.mynah.lm.training;

import io.mynah.domain.PersonKey;
import io.mynah.lm.ConversationEncoder;
import io.mynah.lm.Openings;
import io.mynah.lm.ShortMessages.Role;
import io.mynah.lm.State;
import io.mynah.lm.TokenModel;
import io.mynah.lm.Turn;
import io.mynah.lm.VoiceParameters;
import io.mynah.text.BlankText;
import io.mynah.text.ControlTokens;
import io.mynah.text.Tokenizer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What networks find likely as the beginning of a message, on average over conversations: some of
 * the person's that were not learned, and single messages that the base writes, since people talk
 * to a voice about other things, too. For one thread.
 */
final class ConversationSample {
  private final ConversationEncoder encoder;
  private final Tokenizer tokenizer;
  private final VoiceParameters.Averaging parameters;
  private final long seed;
  private final Map<Role, List<List<Turn>>> ofChat = new EnumMap<>(Role.class);
  private @Nullable Map<Role, List<List<Turn>>> sampled;
  private @Nullable Openings ofBase;

  /**
   * @param turns everyone's, in order of time, which the networks did not learn
   * @param longestDelay from somebody's message to an answer
   */
  ConversationSample(
      ConversationEncoder encoder,
      Tokenizer tokenizer,
      List<Turn> turns,
      Duration longestDelay,
      VoiceParameters.Averaging parameters,
      long seed) {
    this.encoder = encoder;
    this.tokenizer = tokenizer;
    this.parameters = parameters;
    this.seed = seed;
    for (Role role : Role.values()) {
      ofChat.put(role, some(before(turns, role, longestDelay)));
    }
  }

  /**
   * What each of the person's messages in a role follows: others' last ones, and own ones since.
   */
  private List<List<Turn>> before(List<Turn> turns, Role role, Duration longestDelay) {
    List<List<Turn>> found = new ArrayList<>();
    for (int i = 1; i < turns.size(); i++) {
      Turn last = turns.get(i - 1);
      boolean soon =
          last.chat() == turns.get(i).chat()
              && Duration.between(last.at(), turns.get(i).at()).compareTo(longestDelay) <= 0;
      if (encoder.isOwn(turns.get(i)) && soon && encoder.isOwn(last) == (role != Role.ANSWER)) {
        found.add(turns.subList(answered(turns, i), i));
      }
    }
    return found;
  }

  private int answered(List<Turn> turns, int end) {
    int first = end;
    while (first > 0 && encoder.isOwn(turns.get(first - 1))) {
      first--;
    }
    int others = first;
    while (first > 0
        && others - first < encoder.contextMessages()
        && !encoder.isOwn(turns.get(first - 1))) {
      first--;
    }
    return first;
  }

  /** Some of many, evenly. */
  private List<List<Turn>> some(List<List<Turn>> all) {
    int count = Math.min(parameters.conversations(), all.size());
    return IntStream.range(0, count)
        .mapToObj(i -> all.get((int) ((long) i * all.size() / count)))
        .toList();
  }

  /**
   * The openings of some networks.
   *
   * @param networks the person's, and always the same base, if any, as {@link TokenModel#networks}
   *     returns them
   */
  Openings openings(List<TokenModel> networks) {
    if (networks.isEmpty()) {
      return Openings.NONE;
    }
    Openings own = Openings.of(networks.get(0), encoder, conversations(networks));
    return networks.size() == 1 ? own : Openings.join(List.of(own, ofBase(networks)));
  }

  private Openings ofBase(List<TokenModel> networks) {
    if (ofBase == null) {
      ofBase = Openings.of(networks.get(1), encoder, conversations(networks));
    }
    return ofBase;
  }

  private Map<Role, List<List<Turn>>> conversations(List<TokenModel> networks) {
    if (sampled == null) {
      sampled = new EnumMap<>(ofChat);
      Stream<List<Turn>> written = written(networks.get(networks.size() - 1)).map(List::of);
      sampled.put(
          Role.ANSWER,
          Stream.concat(ofChat.getOrDefault(Role.ANSWER, List.of()).stream(), written).toList());
    }
    return sampled;
  }

  /** Messages of others, as a network writes them after nothing. */
  private Stream<Turn> written(TokenModel network) {
    SplittableRandom random = new SplittableRandom(seed);
    List<List<Integer>> messages = new ArrayList<>();
    List<State> states = new ArrayList<>();
    List<List<Integer>> open = new ArrayList<>();
    for (int i = 0; i < parameters.written(); i++) {
      State state = network.start();
      state.advance(new int[] {ControlTokens.GAP, ControlTokens.OTHER});
      states.add(state);
      open.add(new ArrayList<>());
    }
    messages.addAll(open);
    for (int length = 0; length < parameters.longest() && !open.isEmpty(); length++) {
      float[][] logs = new float[open.size()][network.vocabulary()];
      network.logProbabilities(states, logs);
      for (int i = open.size() - 1; i >= 0; i--) {
        int token = draw(logs[i], random);
        if (token == ControlTokens.END) {
          open.remove(i);
          states.remove(i);
        } else {
          open.get(i).add(token);
        }
      }
      network.advance(states, open.stream().mapToInt(each -> each.get(each.size() - 1)).toArray());
    }
    return messages.stream()
        .map(each -> each.stream().mapToInt(token -> token).toArray())
        .map(tokens -> tokenizer.decode(tokens, 0, tokens.length).strip())
        .filter(text -> !BlankText.is(text))
        .map(text -> new Turn(PersonKey.STRANGER, Instant.EPOCH, text));
  }

  /** Draws a token, or the end if only a control token is left. */
  private static int draw(float[] logs, SplittableRandom random) {
    double left = random.nextDouble();
    for (int token = 0; token < logs.length; token++) {
      left -= Math.exp(logs[token]);
      if (left < 0 && (token == ControlTokens.END || !ControlTokens.is(token))) {
        return token;
      }
    }
    return ControlTokens.END;
  }
}
