package io.mynah.lm.dl4j.layers;

import io.mynah.lm.numeric.Hashes;
import io.mynah.lm.numeric.OffHeap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The parameters of one layer: their order in the network's flat vector, their shapes, and their
 * initial values, which depend only on the network's seed. Thread-safe.
 */
final class Parameters implements ParamInitializer {
  /**
   * One matrix or vector.
   *
   * @param bound initial weights are uniform between −bound and bound; a bias is zero
   * @param onesFrom a bias is initially one from here to {@code onesTo}
   */
  record Block(String key, int rows, int columns, float bound, int onesFrom, int onesTo) {
    long length() {
      return (long) rows * columns;
    }

    boolean isBias() {
      return bound == 0;
    }
  }

  private final List<Block> blocks;

  Parameters(List<Block> blocks) {
    this.blocks = blocks;
  }

  static Block weights(String key, int rows, int columns, float bound) {
    return new Block(key, rows, columns, bound, 0, 0);
  }

  static Block bias(String key, int length, int onesFrom, int onesTo) {
    return new Block(key, 1, length, 0, onesFrom, onesTo);
  }

  @Override
  public long numParams(NeuralNetConfiguration conf) {
    return numParams(conf.getLayer());
  }

  @Override
  public long numParams(Layer layer) {
    return blocks.stream().mapToLong(Block::length).sum();
  }

  @Override
  public List<String> paramKeys(Layer layer) {
    return blocks.stream().map(Block::key).toList();
  }

  @Override
  public List<String> weightKeys(Layer layer) {
    return blocks.stream().filter(block -> !block.isBias()).map(Block::key).toList();
  }

  @Override
  public List<String> biasKeys(Layer layer) {
    return blocks.stream().filter(Block::isBias).map(Block::key).toList();
  }

  @Override
  public boolean isWeightParam(Layer layer, String key) {
    return weightKeys(layer).contains(key);
  }

  @Override
  public boolean isBiasParam(Layer layer, String key) {
    return biasKeys(layer).contains(key);
  }

  @Override
  public Map<String, INDArray> init(
      NeuralNetConfiguration conf, INDArray view, boolean initialize) {
    Map<String, INDArray> table = split(view);
    for (Block block : blocks) {
      conf.addVariable(block.key());
      if (initialize) {
        int salt =
            Hashes.mix(31 * conf.getLayer().getLayerName().hashCode() + block.key().hashCode());
        OffHeap.of(table, block.key()).put(0, start(block, conf.getSeed() + salt));
      }
    }
    return table;
  }

  private static float[] start(Block block, long seed) {
    float[] values = new float[Math.toIntExact(block.length())];
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < values.length && !block.isBias(); i++) {
      values[i] = (float) (block.bound() * (2 * random.nextDouble() - 1));
    }
    for (int i = block.onesFrom(); i < block.onesTo(); i++) {
      values[i] = 1f;
    }
    return values;
  }

  @Override
  public Map<String, INDArray> getGradientsFromFlattened(
      NeuralNetConfiguration conf, INDArray view) {
    return split(view);
  }

  private Map<String, INDArray> split(INDArray view) {
    INDArray flat = view.reshape(view.length());
    Map<String, INDArray> table = new LinkedHashMap<>();
    long from = 0;
    for (Block block : blocks) {
      INDArray part = flat.get(NDArrayIndex.interval(from, from + block.length()));
      table.put(block.key(), part.reshape('c', block.rows(), block.columns()));
      from += block.length();
    }
    return table;
  }
}
