package io.mynah.lm;

import io.mynah.lm.ShortMessages.Role;
import io.mynah.text.ControlTokens;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How likely networks find each token as the first one of a person's message in each role, whatever
 * was said before: the mean of its probabilities after some conversations. What comes more likely
 * than that fits what was said. Immutable and thread-safe.
 */
public final class Openings {
  /** Where there is no network. */
  public static final Openings NONE = new Openings(Map.of());

  /** Logarithms are multiples of one by this. */
  private static final float STEPS = 2048;

  /** The largest magnitude of a logarithm. */
  private static final float LARGEST = 0xffff / STEPS;

  /** For each role and each network, ln of the mean probability of each token. */
  private final Map<Role, List<float[]>> logs;

  private Openings(Map<Role, List<float[]>> logs) {
    this.logs = logs;
  }

  /**
   * Asks a network.
   *
   * @param conversations for each role, what messages of the person in that role follow; after
   *     nothing where there are none
   */
  public static Openings of(
      TokenModel network, ConversationEncoder encoder, Map<Role, List<List<Turn>>> conversations) {
    Map<Role, List<float[]>> logs = new EnumMap<>(Role.class);
    for (Role role : Role.values()) {
      List<List<Turn>> given = conversations.getOrDefault(role, List.of());
      List<List<Turn>> before = given.isEmpty() ? List.of(List.of()) : given;
      logs.put(role, List.of(meanLogs(network, encoder, before)));
    }
    return new Openings(logs);
  }

  /** Those of several networks, in order. */
  public static Openings join(List<Openings> parts) {
    Map<Role, List<float[]>> logs = new EnumMap<>(Role.class);
    for (Role role : Role.values()) {
      logs.put(role, parts.stream().flatMap(part -> part.ofRole(role).stream()).toList());
    }
    return new Openings(logs);
  }

  private static float[] meanLogs(
      TokenModel network, ConversationEncoder encoder, List<List<Turn>> conversations) {
    List<float[]> probabilities =
        conversations.parallelStream().map(each -> after(each, network, encoder)).toList();
    float[] logs = new float[network.vocabulary()];
    for (int i = 0; i < logs.length; i++) {
      double sum = 0;
      for (float[] each : probabilities) {
        sum += each[i];
      }
      logs[i] = -steps(Math.log(sum / conversations.size())) / STEPS;
    }
    return logs;
  }

  /** The probability of each token as the first one of a message of the person. */
  private static float[] after(
      List<Turn> conversation, TokenModel network, ConversationEncoder encoder) {
    ContextReader reader = new ContextReader(network, encoder);
    conversation.forEach(reader::add);
    State opening = reader.beforeOwn();
    opening.advance(ControlTokens.OWN);
    float[] probabilities = new float[network.vocabulary()];
    opening.probabilities(probabilities);
    return probabilities;
  }

  private static int steps(double log) {
    return (int) Math.round(Math.min(-log, LARGEST) * STEPS);
  }

  /**
   * ln of the mean probabilities of a network, one per token; not to be changed.
   *
   * @param network its index
   * @throws IndexOutOfBoundsException when there is no such network
   */
  public float[] logs(Role role, int network) {
    return ofRole(role).get(network);
  }

  private List<float[]> ofRole(Role role) {
    return logs.getOrDefault(role, List.of());
  }

  /** Memory, in bytes. */
  public long sizeInBytes() {
    return logs.values().stream()
        .flatMap(List::stream)
        .mapToLong(each -> 16 + (long) Float.BYTES * each.length)
        .sum();
  }

  public void write(DataOutputStream out) throws IOException {
    Varints.write(out, ofRole(Role.ANSWER).size());
    for (Role role : Role.values()) {
      for (float[] each : ofRole(role)) {
        for (float log : each) {
          out.writeShort(steps(log));
        }
      }
    }
  }

  /**
   * Reads what {@link #write} wrote, with 16 bits for each logarithm.
   *
   * @param networks those of the model
   * @throws IOException when the bytes are no openings of them
   */
  public static Openings read(DataInputStream in, List<? extends TokenModel> networks)
      throws IOException {
    int count = Varints.read(in);
    if (count != networks.size()) {
      throw new IOException("openings for " + count + " networks");
    }
    Map<Role, List<float[]>> logs = new EnumMap<>(Role.class);
    for (Role role : Role.values()) {
      List<float[]> ofRole = new ArrayList<>();
      for (TokenModel network : networks) {
        float[] each = new float[network.vocabulary()];
        for (int i = 0; i < each.length; i++) {
          each[i] = -in.readUnsignedShort() / STEPS;
        }
        ofRole.add(each);
      }
      logs.put(role, ofRole);
    }
    return new Openings(logs);
  }
}
