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
import java.util.Optional;

/**
 * How likely networks find each token as the first one of a person's message in each role, whatever
 * was said before: the mean of its probabilities after some conversations. What comes more likely
 * than that fits what was said. Immutable and thread-safe.
 */
public final class Openings {
  /** Where nothing is known. */
  public static final Openings NONE = new Openings(Map.of());

  /** Logarithms are multiples of one by this. */
  private static final float STEPS = 2048;

  /** The largest magnitude of a logarithm. */
  private static final float LARGEST = 0xffff / STEPS;

  /** How far from one the sum of some probabilities may be. */
  private static final double TOLERANCE = 0.01;

  /** For each role and each network, ln of the mean probability of each token. */
  private final Map<Role, List<float[]>> logs;

  private Openings(Map<Role, List<float[]>> logs) {
    this.logs = logs;
  }

  /** Averages over conversations. For one thread. */
  public static final class Mean {
    private final TokenModel network;
    private final ConversationEncoder encoder;
    private final Map<Role, double[]> sums = new EnumMap<>(Role.class);
    private final Map<Role, Integer> counts = new EnumMap<>(Role.class);

    public Mean(TokenModel network, ConversationEncoder encoder) {
      this.network = network;
      this.encoder = encoder;
    }

    /**
     * Adds what the network finds likely after a conversation.
     *
     * @param role of the message that follows
     */
    public void add(Role role, List<Turn> conversation) {
      ContextReader reader = new ContextReader(network, encoder);
      conversation.forEach(reader::add);
      State opening = reader.beforeOwn();
      opening.advance(ControlTokens.OWN);
      float[] probabilities = new float[network.vocabulary()];
      opening.probabilities(probabilities);
      double[] sum = sums.computeIfAbsent(role, each -> new double[probabilities.length]);
      for (int i = 0; i < sum.length; i++) {
        sum[i] += probabilities[i];
      }
      counts.merge(role, 1, Integer::sum);
    }

    /** The openings of this network, for those roles that a conversation was added for. */
    public Openings openings() {
      Map<Role, List<float[]>> logs = new EnumMap<>(Role.class);
      sums.forEach((role, sum) -> logs.put(role, List.of(logs(sum, counts.getOrDefault(role, 1)))));
      return new Openings(logs);
    }

    private static float[] logs(double[] sums, int count) {
      float[] logs = new float[sums.length];
      for (int i = 0; i < logs.length; i++) {
        logs[i] = -steps(Math.log(sums[i] / count)) / STEPS;
      }
      return logs;
    }
  }

  /**
   * Those of several networks, in order, for the roles that all have.
   *
   * @param parts of one network each
   */
  public static Openings join(List<Openings> parts) {
    Map<Role, List<float[]>> logs = new EnumMap<>(Role.class);
    for (Role role : Role.values()) {
      List<float[]> ofRole = parts.stream().flatMap(part -> part.ofRole(role).stream()).toList();
      if (ofRole.size() == parts.size()) {
        logs.put(role, ofRole);
      }
    }
    return new Openings(logs);
  }

  private static int steps(double log) {
    return (int) Math.round(Math.min(-log, LARGEST) * STEPS);
  }

  /**
   * ln of the mean probabilities of a network, one per token; not to be changed.
   *
   * @param network its index
   * @return empty if nothing is known for the role
   * @throws IndexOutOfBoundsException when there is no such network
   */
  public Optional<float[]> logs(Role role, int network) {
    List<float[]> ofRole = ofRole(role);
    return ofRole.isEmpty() ? Optional.empty() : Optional.of(ofRole.get(network));
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
    for (Role role : Role.values()) {
      Varints.write(out, ofRole(role).size());
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
    Map<Role, List<float[]>> logs = new EnumMap<>(Role.class);
    for (Role role : Role.values()) {
      int count = Varints.read(in);
      if (count != 0 && count != networks.size()) {
        throw new IOException("openings for " + count + " networks");
      }
      List<float[]> ofRole = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        ofRole.add(readLogs(in, networks.get(i).vocabulary()));
      }
      if (count > 0) {
        logs.put(role, ofRole);
      }
    }
    return new Openings(logs);
  }

  private static float[] readLogs(DataInputStream in, int vocabulary) throws IOException {
    float[] logs = new float[vocabulary];
    double sum = 0;
    for (int i = 0; i < logs.length; i++) {
      logs[i] = -in.readUnsignedShort() / STEPS;
      sum += Math.exp(logs[i]);
    }
    if (!(Math.abs(sum - 1) < TOLERANCE)) {
      throw new IOException("openings that add up to " + sum);
    }
    return logs;
  }
}
