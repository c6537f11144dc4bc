package io.mynah.store.keys;

import io.mynah.domain.ChatId;
import io.mynah.vault.DataKey;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The keys of several chats, for files with what was learned from all of them: each file is sealed
 * with each key, so that nothing opens it once one of them is destroyed. Files name their chats;
 * those sealed before with the first key alone open as well. Everything else is sealed with the
 * first key. Thread-safe.
 */
public final class LayeredKey extends ForwardingKey {
  private static final long MAGIC = 0x4d594e41484c4159L; // "MYNAHLAY"
  private static final int MOST_LAYERS = 256;
  private static final int LONGEST_HEADER = 8 + 4 + 8 * MOST_LAYERS;

  private final Map<ChatId, DataKey> keys;

  /**
   * @param keys at least one, that of the main chat first
   */
  public LayeredKey(Map<ChatId, DataKey> keys) {
    super(keys.values().iterator().next());
    this.keys = new LinkedHashMap<>(keys);
  }

  @Override
  public OutputStream sealing(OutputStream out, String associatedData) throws IOException {
    DataOutputStream header = new DataOutputStream(out);
    header.writeLong(MAGIC);
    header.writeInt(keys.size());
    for (ChatId chat : keys.keySet()) {
      header.writeLong(chat.value());
    }
    header.flush();
    OutputStream sealing = out;
    for (DataKey key : keys.values()) {
      sealing = key.sealing(sealing, associatedData);
    }
    return sealing;
  }

  @Override
  public InputStream opening(InputStream in, String associatedData) throws IOException {
    BufferedInputStream file = new BufferedInputStream(in);
    file.mark(LONGEST_HEADER);
    byte[] magic = file.readNBytes(Long.BYTES);
    file.reset();
    DataInputStream header = new DataInputStream(file);
    if (magic.length < Long.BYTES || header.readLong() != MAGIC) {
      file.reset();
      return super.opening(file, associatedData);
    }
    List<DataKey> outermostFirst = new ArrayList<>();
    int layers = header.readInt();
    if (layers < 1 || layers > MOST_LAYERS) {
      throw new IOException("a file has a number of layers that no file has");
    }
    for (int left = layers; left > 0; left--) {
      DataKey key = keys.get(new ChatId(header.readLong()));
      if (key == null) {
        throw new IOException("a file is sealed with the key of a chat that is not here");
      }
      outermostFirst.add(key);
    }
    InputStream opening = file;
    for (DataKey key : outermostFirst) {
      opening = key.opening(opening, associatedData);
    }
    return opening;
  }

  @Override
  public SeekableByteChannel opening(SeekableByteChannel in, String associatedData) {
    throw new UnsupportedOperationException("such files are read from their beginning");
  }
}
