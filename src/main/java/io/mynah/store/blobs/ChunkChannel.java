package io.mynah.store.blobs;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * Reads a content that is stored in chunks. Holds the chunk that was read last. For one thread; an
 * interrupt does not close it.
 */
final class ChunkChannel implements SeekableByteChannel {
  private final long size;
  private final IntFunction<Optional<byte[]>> chunks;
  private long position;
  private int heldAt = -1;
  private byte[] held = {};
  private boolean open = true;

  /**
   * @param size of the content in bytes
   * @param chunks finds a chunk by its position; each but the last has {@link ChunkContents#CHUNK}
   *     bytes
   */
  ChunkChannel(long size, IntFunction<Optional<byte[]>> chunks) {
    this.size = size;
    this.chunks = chunks;
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    checkOpen();
    if (!into.hasRemaining()) {
      return 0;
    }
    if (position >= size) {
      return -1;
    }
    int at = (int) (position / ChunkContents.CHUNK);
    if (at != heldAt) {
      held = chunks.apply(at).orElseThrow(() -> new EOFException("a part of a blob is gone"));
      heldAt = at;
    }
    int offset = (int) (position % ChunkContents.CHUNK);
    int some = Math.min(into.remaining(), held.length - offset);
    if (some <= 0) {
      throw new EOFException("a part of a blob is too short");
    }
    into.put(held, offset, some);
    position += some;
    return some;
  }

  private void checkOpen() throws ClosedChannelException {
    if (!open) {
      throw new ClosedChannelException();
    }
  }

  @Override
  public long position() throws ClosedChannelException {
    checkOpen();
    return position;
  }

  @Override
  public SeekableByteChannel position(long newPosition) throws ClosedChannelException {
    checkOpen();
    if (newPosition < 0) {
      throw new IllegalArgumentException("a negative position");
    }
    position = newPosition;
    return this;
  }

  @Override
  public long size() throws ClosedChannelException {
    checkOpen();
    return size;
  }

  @Override
  public int write(ByteBuffer from) {
    throw new NonWritableChannelException();
  }

  @Override
  public SeekableByteChannel truncate(long newSize) {
    throw new NonWritableChannelException();
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public void close() {
    open = false;
    held = new byte[0];
  }
}
