package io.mynah.app.wiring;

import io.mynah.lm.BaseNetworks;
import io.mynah.lm.LearningTask;
import io.mynah.lm.NeuralLearner;
import io.mynah.lm.NeuralTraining;
import io.mynah.lm.TokenModel;
import io.mynah.lm.TrainingMonitor;
import io.mynah.lm.VoiceParameters;
import io.mynah.lm.dl4j.RecurrentLearner;
import io.mynah.lm.transformer.training.TransformerLearner;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PushbackInputStream;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Trains a network of the same kind as the base; without a base, one of the first kind.
 * Thread-safe.
 */
public final class NetworkLearner implements NeuralLearner {
  private final List<NeuralLearner> kinds;

  /**
   * A learner for people of a chat.
   *
   * @param bases finds the networks that models that are read need
   */
  public NetworkLearner(VoiceParameters.Network parameters, BaseNetworks bases) {
    this(List.of(new RecurrentLearner(parameters), TransformerLearner.ofPerson(parameters, bases)));
  }

  /**
   * @param kinds learners by network kind; the first is used without a base
   */
  public NetworkLearner(List<NeuralLearner> kinds) {
    this.kinds = List.copyOf(kinds);
  }

  @Override
  public NeuralTraining begin(LearningTask task, TrainingMonitor monitor) {
    TokenModel initial = task.initial();
    return (initial == null ? kinds.get(0) : of(initial)).begin(task, monitor);
  }

  private NeuralLearner of(TokenModel model) {
    return kinds.stream()
        .filter(kind -> kind.knows(model))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("a model of an unknown kind"));
  }

  @Override
  public void write(TokenModel model, DataOutputStream out) throws IOException {
    of(model).write(model, out);
  }

  @Override
  public TokenModel read(DataInputStream in) throws IOException {
    byte[] first = new byte[Integer.BYTES];
    in.readFully(first);
    int magic = ByteBuffer.wrap(first).getInt();
    PushbackInputStream whole = new PushbackInputStream(in, first.length);
    whole.unread(first);
    for (NeuralLearner kind : kinds) {
      if (kind.writes(magic)) {
        return kind.read(new DataInputStream(whole));
      }
    }
    throw new IOException("not a network of a kind known here");
  }
}
