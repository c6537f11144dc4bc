package io.mynah.lm.transformer.hub;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.mynah.lm.numeric.Floats;
import java.io.CharConversionException;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file of tensors in the <a
 * href="https://github.com/huggingface/safetensors">safetensors</a> format: the length of a header
 * as 8 bytes, little-endian; the header, a JSON object that gives type, shape and position of each
 * tensor; their numbers, little-endian, row by row. The header is read when the file is opened, the
 * numbers one tensor at a time. Used by one thread at a time.
 */
final class SafetensorsFile implements Closeable {
  /** The limit of the format's own reader. */
  private static final long LARGEST_HEADER = 100_000_000;

  private static final int MOST_TENSORS = 1 << 16;
  private static final int MOST_DIMENSIONS = 8;
  private static final int CHUNK = 1 << 16;
  private static final String METADATA = "__metadata__";
  private static final JsonFactory JSON = new JsonFactory();

  /**
   * A tensor of the file.
   *
   * @param type as named in the file
   * @param from its first byte, counted from the end of the header
   * @param to the byte after its last
   */
  private record Tensor(String type, List<Long> shape, long from, long to) {}

  private final String name;
  private final FileChannel channel;
  private final long begin;
  private final Map<String, Tensor> tensors;

  private SafetensorsFile(
      String name, FileChannel channel, long begin, Map<String, Tensor> tensors) {
    this.name = name;
    this.channel = channel;
    this.begin = begin;
    this.tensors = tensors;
  }

  /**
   * Opens a file and reads its header.
   *
   * @throws IOException also when there is no such file or its header is damaged
   */
  static SafetensorsFile open(Path file) throws IOException {
    String name = JsonFile.nameOf(file);
    if (!Files.isRegularFile(file)) {
      throw new IOException("There is no " + name + " in the folder.");
    }
    FileChannel channel = FileChannel.open(file);
    boolean opened = false;
    try {
      SafetensorsFile made = open(name, channel);
      opened = true;
      return made;
    } finally {
      if (!opened) {
        channel.close();
      }
    }
  }

  private static SafetensorsFile open(String name, FileChannel channel) throws IOException {
    long size = channel.size();
    if (size < Long.BYTES) {
      throw new IOException(name + " is too short to have a header.");
    }
    ByteBuffer first = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    fill(name, channel, first, 0);
    long length = first.getLong(0);
    if (length < 0 || length > LARGEST_HEADER || length > size - Long.BYTES) {
      throw new IOException(
          name
              + " promises a header of "
              + Long.toUnsignedString(length)
              + " bytes, which is more than the file has or than is allowed.");
    }
    ByteBuffer header = ByteBuffer.allocate((int) length);
    fill(name, channel, header, Long.BYTES);
    long begin = Long.BYTES + length;
    Map<String, Tensor> tensors = new Header(name, size - begin).read(header.array());
    return new SafetensorsFile(name, channel, begin, tensors);
  }

  private static void fill(String name, FileChannel channel, ByteBuffer buffer, long at)
      throws IOException {
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, at + buffer.position()) < 0) {
        throw new EOFException(name + " ends too early.");
      }
    }
  }

  /** The names of all tensors, in the order of the header. */
  Set<String> names() {
    return Collections.unmodifiableSet(tensors.keySet());
  }

  /**
   * The shape of a tensor; no size is negative, and the product fits in a long.
   *
   * @throws IOException when there is no such tensor
   */
  List<Long> shape(String tensor) throws IOException {
    return find(tensor).shape;
  }

  private Tensor find(String tensor) throws IOException {
    Tensor found = tensors.get(tensor);
    if (found == null) {
      throw new IOException("The tensor " + JsonFile.shown(tensor) + " is not in " + name + ".");
    }
    return found;
  }

  /**
   * Reads all numbers of a tensor, row by row.
   *
   * @param out written from {@code at} on, as many numbers as the shape has
   * @throws IOException also when there is no such tensor, it is of a type other than F32, F16 and
   *     BF16, or a number is infinite or not a number
   * @throws IndexOutOfBoundsException when {@code out} is too short
   */
  void read(String tensor, float[] out, int at) throws IOException {
    Tensor found = find(tensor);
    NumberType type = NumberType.named(found.type);
    read(tensor, 0, type == null ? 0 : (found.to - found.from) / type.size, out, at);
  }

  /**
   * Reads some numbers of a tensor; otherwise as {@link #read(String, float[], int)}.
   *
   * @param from the first number
   * @throws IndexOutOfBoundsException also when the tensor has fewer numbers
   */
  void read(String tensor, long from, long count, float[] out, int at) throws IOException {
    Tensor found = find(tensor);
    NumberType type = NumberType.named(found.type);
    if (type == null) {
      throw new IOException(
          "The tensor "
              + JsonFile.shown(tensor)
              + " in "
              + name
              + " is of type "
              + JsonFile.shown(found.type)
              + "; F32, F16 and BF16 are supported.");
    }
    Objects.checkFromIndexSize(from, count, (found.to - found.from) / type.size);
    if (count > out.length - at) {
      throw new IndexOutOfBoundsException(count + " numbers from " + at + " on");
    }
    ByteBuffer bytes = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
    int done = 0;
    while (done < count) {
      int next = (int) Math.min(CHUNK / type.size, count - done);
      bytes.clear().limit(next * type.size);
      fill(name, channel, bytes, begin + found.from + (from + done) * type.size);
      bytes.flip();
      for (int i = 0; i < next; i++) {
        float value = type.next(bytes);
        if (!Float.isFinite(value)) {
          throw new IOException(
              "The tensor "
                  + JsonFile.shown(tensor)
                  + " in "
                  + name
                  + " holds what is infinite or no number.");
        }
        out[at + done + i] = value;
      }
      done += next;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /** Types of numbers that can be read. */
  private enum NumberType {
    F32(Float.BYTES) {
      @Override
      float next(ByteBuffer bytes) {
        return bytes.getFloat();
      }
    },
    F16(Short.BYTES) {
      @Override
      float next(ByteBuffer bytes) {
        return Floats.fromHalf(bytes.getShort());
      }
    },
    BF16(Short.BYTES) {
      @Override
      float next(ByteBuffer bytes) {
        return Float.intBitsToFloat(bytes.getShort() << 16);
      }
    };

    final int size;

    NumberType(int size) {
      this.size = size;
    }

    abstract float next(ByteBuffer bytes);

    static @Nullable NumberType named(String name) {
      for (NumberType type : values()) {
        if (type.name().equals(name)) {
          return type;
        }
      }
      return null;
    }
  }

  /**
   * Reads a header.
   *
   * @param name of the file
   * @param room bytes after the header
   */
  private record Header(String name, long room) {
    Map<String, Tensor> read(byte[] bytes) throws IOException {
      try (JsonParser parser = JSON.createParser(bytes)) {
        return read(parser);
      } catch (JsonProcessingException | CharConversionException e) {
        throw new IOException("The header of " + name + " is not JSON.", e);
      }
    }

    private Map<String, Tensor> read(JsonParser parser) throws IOException {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("The header of " + name + " is not an object of JSON.");
      }
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String tensor = parser.currentName();
        parser.nextToken();
        if (tensor.equals(METADATA)) {
          parser.skipChildren();
        } else if (tensors.put(tensor, tensor(tensor, parser)) != null) {
          throw wrong(tensor, "stands there twice");
        } else if (tensors.size() > MOST_TENSORS) {
          throw new IOException(name + " has more than " + MOST_TENSORS + " tensors.");
        }
      }
      if (parser.nextToken() != null) {
        throw new IOException("The header of " + name + " does not end where it should.");
      }
      return tensors;
    }

    private Tensor tensor(String tensor, JsonParser parser) throws IOException {
      if (parser.currentToken() != JsonToken.START_OBJECT) {
        throw wrong(tensor, "is not described by an object");
      }
      String type = null;
      List<Long> shape = null;
      List<Long> offsets = null;
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String field = parser.currentName();
        parser.nextToken();
        switch (field) {
          case "dtype" ->
              type = parser.currentToken() == JsonToken.VALUE_STRING ? parser.getText() : null;
          case "shape" -> shape = sizes(tensor, field, parser);
          case "data_offsets" -> offsets = sizes(tensor, field, parser);
          default -> throw wrong(tensor, "has the unknown field " + JsonFile.shown(field));
        }
      }
      if (type == null || shape == null || offsets == null || offsets.size() != 2) {
        throw wrong(tensor, "needs dtype, shape and two data_offsets");
      }
      return checked(tensor, new Tensor(type, shape, offsets.get(0), offsets.get(1)));
    }

    private List<Long> sizes(String tensor, String field, JsonParser parser) throws IOException {
      if (parser.currentToken() != JsonToken.START_ARRAY) {
        throw wrong(tensor, "has a " + field + " that is no array");
      }
      List<Long> sizes = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT
            || parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
            || parser.getLongValue() < 0
            || sizes.size() == MOST_DIMENSIONS) {
          throw wrong(tensor, "has a " + field + " that cannot be");
        }
        sizes.add(parser.getLongValue());
      }
      return List.copyOf(sizes);
    }

    private Tensor checked(String tensor, Tensor read) throws IOException {
      if (read.from > read.to || read.to > room) {
        throw wrong(tensor, "does not lie within the file");
      }
      long count = 1;
      try {
        for (long size : read.shape) {
          count = Math.multiplyExact(count, size);
        }
        NumberType type = NumberType.named(read.type);
        if (type != null && Math.multiplyExact(count, type.size) != read.to - read.from) {
          throw wrong(tensor, "has more or fewer bytes than its shape");
        }
      } catch (ArithmeticException e) {
        IOException fault = wrong(tensor, "has a shape that is too large");
        fault.initCause(e);
        throw fault;
      }
      return read;
    }

    private IOException wrong(String tensor, String what) {
      return new IOException(
          "The tensor " + JsonFile.shown(tensor) + " in " + name + " " + what + ".");
    }
  }
}
