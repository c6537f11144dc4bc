package io.mynah.lm.training;

import io.mynah.domain.PersonKey;
import io.mynah.lm.ConversationEncoder;
import io.mynah.lm.Openings;
import io.mynah.lm.ShortMessages.Role;
import io.mynah.lm.State;
import io.mynah.lm.TokenModel;
import io.mynah.lm.TrainingCancelled;
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
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * Conversations over which {@link Openings} are averaged: some of the chat, each of them what the
 * person answered (or went on after), and single messages to be answered that a base writes, since
 * people talk to a voice about other things, too. For one thread.
 */
final class ConversationSample {
  /** Messages that a base writes at once. */
  private static final int AT_ONCE = 8;

  private final ConversationEncoder encoder;
  private final Tokenizer tokenizer;
  private final Duration longestDelay;
  private final VoiceParameters.Averaging parameters;
  private final BooleanSupplier cancelled;
  private final Map<Role, List<List<Turn>>> conversations = new EnumMap<>(Role.class);

  /**
   * @param split of the second part, which networks do not learn, an even choice is taken; of the
   *     first part the last conversations, where the second has too few
   * @param longestDelay from somebody's message to an answer
   */
  ConversationSample(
      ConversationEncoder encoder,
      Tokenizer tokenizer,
      DataSplit split,
      Duration longestDelay,
      VoiceParameters.Averaging parameters,
      BooleanSupplier cancelled) {
    this.encoder = encoder;
    this.tokenizer = tokenizer;
    this.longestDelay = longestDelay;
    this.parameters = parameters;
    this.cancelled = cancelled;
    for (Role role : Role.values()) {
      conversations.put(role, conversations(split, role));
    }
  }

  private List<List<Turn>> conversations(DataSplit split, Role role) {
    int count = parameters.conversations();
    int[] after = messages(split.after(), role);
    List<List<Turn>> some = new ArrayList<>();
    for (int i = 0; i < Math.min(count, after.length); i++) {
      int message = after[(int) ((long) i * after.length / Math.min(count, after.length))];
      some.add(split.after().subList(first(split.after(), message), message));
    }
    int[] before = messages(split.before(), role);
    for (int i = before.length - 1; i >= 0 && some.size() < count; i--) {
      some.add(split.before().subList(first(split.before(), before[i]), before[i]));
    }
    return some;
  }

  /** The indices of the person's messages in a role. */
  private int[] messages(List<Turn> turns, Role role) {
    return IntStream.range(1, turns.size())
        .filter(i -> encoder.isOwn(turns.get(i)))
        .filter(i -> encoder.isOwn(turns.get(i - 1)) == (role == Role.CONTINUATION))
        .filter(i -> follows(turns.get(i - 1), turns.get(i)))
        .toArray();
  }

  private boolean follows(Turn before, Turn turn) {
    return before.chat() == turn.chat()
        && Duration.between(before.at(), turn.at()).compareTo(longestDelay) <= 0;
  }

  /** Where what a message follows begins: others' last messages, and the person's own since. */
  private int first(List<Turn> turns, int message) {
    int first = message - 1;
    while (first > 0
        && message - first < parameters.turns()
        && follows(turns.get(first - 1), turns.get(first))
        && !(encoder.isOwn(turns.get(first - 1)) && !encoder.isOwn(turns.get(first)))) {
      first--;
    }
    return first;
  }

  /**
   * Adds messages that a base writes after nothing, as if others had written them.
   *
   * @throws TrainingCancelled soon after that is asked for
   */
  void addWritten(TokenModel base, long seed) throws TrainingCancelled {
    SplittableRandom random = new SplittableRandom(seed);
    State opening = base.start();
    opening.advance(new int[] {ControlTokens.GAP, ControlTokens.OTHER});
    List<List<Turn>> answered =
        conversations.computeIfAbsent(Role.ANSWER, role -> new ArrayList<>());
    for (int i = 0; i < parameters.written(); i += AT_ONCE) {
      for (int[] tokens :
          write(base, opening, Math.min(AT_ONCE, parameters.written() - i), random)) {
        String text = tokenizer.decode(tokens, 0, tokens.length).strip();
        if (!BlankText.is(text)) {
          answered.add(List.of(new Turn(PersonKey.STRANGER, Instant.EPOCH, text)));
        }
      }
    }
  }

  /** Writes messages; those that have not ended when they are long are left out. */
  private List<int[]> write(TokenModel base, State opening, int count, SplittableRandom random)
      throws TrainingCancelled {
    List<int[]> ended = new ArrayList<>();
    List<State> states = new ArrayList<>();
    List<List<Integer>> open = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      states.add(opening.copy());
      open.add(new ArrayList<>());
    }
    for (int length = 0; length <= parameters.longest() && !open.isEmpty(); length++) {
      stopIfCancelled();
      float[][] logs = new float[open.size()][base.vocabulary()];
      base.logProbabilities(states, logs);
      for (int i = open.size() - 1; i >= 0; i--) {
        int token = draw(logs[i], random);
        if (token == ControlTokens.END) {
          ended.add(open.remove(i).stream().mapToInt(each -> each).toArray());
          states.remove(i);
        } else {
          open.get(i).add(token);
        }
      }
      base.advance(states, open.stream().mapToInt(each -> each.get(each.size() - 1)).toArray());
    }
    return ended;
  }

  /** Draws a token; a control token ends the message. */
  private static int draw(float[] logs, SplittableRandom random) {
    double left = random.nextDouble();
    for (int token = 0; token < logs.length; token++) {
      left -= Math.exp(logs[token]);
      if (left < 0) {
        return ControlTokens.is(token) ? ControlTokens.END : token;
      }
    }
    return ControlTokens.END;
  }

  /**
   * How a network finds messages opened after these conversations. It reads only what is answered,
   * also where the network reads the whole conversation when it speaks: that moves a logarithm by
   * 0.05 on average.
   *
   * @throws TrainingCancelled soon after that is asked for
   */
  Openings openings(TokenModel network) throws TrainingCancelled {
    Openings.Mean mean = new Openings.Mean(network, encoder);
    for (Map.Entry<Role, List<List<Turn>>> each : conversations.entrySet()) {
      for (List<Turn> conversation : each.getValue()) {
        stopIfCancelled();
        mean.add(each.getKey(), conversation);
      }
    }
    return mean.openings();
  }

  private void stopIfCancelled() throws TrainingCancelled {
    if (cancelled.getAsBoolean()) {
      throw new TrainingCancelled();
    }
  }
}
