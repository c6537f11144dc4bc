package io.mynah.lm.transformer.hub;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mynah.lm.numeric.Floats;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes tensors as other programs do. Used by one thread at a time. */
final class SafetensorsWriter {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ObjectNode header = JSON.createObjectNode();
  private final ByteArrayOutputStream data = new ByteArrayOutputStream();
  private final String type;

  /**
   * @param type F32, F16 or BF16
   */
  SafetensorsWriter(String type) {
    this.type = type;
    header.putObject("__metadata__").put("format", "pt");
  }

  SafetensorsWriter add(String name, float[] numbers, long... shape) {
    long from = data.size();
    for (float number : numbers) {
      data.writeBytes(bytes(number));
    }
    ObjectNode tensor = header.putObject(name).put("dtype", type);
    for (long size : shape) {
      tensor.withArray("shape").add(size);
    }
    if (shape.length == 0) {
      tensor.putArray("shape");
    }
    tensor.putArray("data_offsets").add(from).add(data.size());
    return this;
  }

  private byte[] bytes(float number) {
    boolean single = type.equals("F32");
    ByteBuffer bytes = ByteBuffer.allocate(single ? 4 : 2).order(ByteOrder.LITTLE_ENDIAN);
    if (single) {
      bytes.putFloat(number);
    } else if (type.equals("F16")) {
      bytes.putShort(Floats.toHalf(number));
    } else {
      bytes.putShort((short) (Float.floatToRawIntBits(number) >>> 16));
    }
    return bytes.array();
  }

  /** What a number becomes in the type. */
  static float rounded(String type, float number) {
    return switch (type) {
      case "F32" -> number;
      case "F16" -> Floats.fromHalf(Floats.toHalf(number));
      default -> Float.intBitsToFloat(Float.floatToRawIntBits(number) & 0xFFFF0000);
    };
  }

  /** The header, to be changed. */
  ObjectNode header() {
    return header;
  }

  void write(Path file) throws IOException {
    write(file, header.toString(), data.toByteArray());
  }

  static void write(Path file, String header, byte[] data) throws IOException {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    write(file, text.length, text, data);
  }

  /** Writes a header with a length that need not be its own. */
  static void write(Path file, long length, byte[] header, byte[] data) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(Long.BYTES + header.length + data.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(length)
            .put(header)
            .put(data);
    Files.write(file, bytes.array());
  }
}
