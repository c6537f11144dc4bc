package io.mynah.models;

import io.mynah.lm.LanguageModel;
import io.mynah.lm.ModelFormat;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes {@link MarkedModel}s, and remembers every one that it read. Thread-safe. */
public final class MarkedFormat implements ModelFormat {
  private static final int MAGIC = 0x5A;

  final List<MarkedModel> read = new CopyOnWriteArrayList<>();

  /** Runs in the middle of each reading. */
  volatile Runnable whileReading = () -> {};

  /** Whether each writing fails in its middle. */
  volatile boolean diskFull;

  /** Whether each writing goes on after the model. */
  volatile boolean longer;

  @Override
  public void write(LanguageModel model, DataOutputStream out) throws IOException {
    MarkedModel marked = (MarkedModel) model;
    out.writeByte(MAGIC);
    out.writeUTF(marked.mark());
    out.flush();
    if (diskFull) {
      throw new IOException("No space left on device");
    }
    out.writeInt((int) marked.sizeInBytes());
    if (longer) {
      out.writeUTF("and more");
    }
  }

  @Override
  public LanguageModel read(DataInputStream in) throws IOException {
    if (in.readUnsignedByte() != MAGIC) {
      throw new IOException("not a marked model");
    }
    String mark = in.readUTF();
    whileReading.run();
    MarkedModel model = new MarkedModel(mark, in.readInt());
    read.add(model);
    return model;
  }
}
