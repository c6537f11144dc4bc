package io.mynah.lm.transformer.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsFileTest {
  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("some.safetensors");
  }

  private float[] read(String tensor, int count) throws IOException {
    float[] out = new float[count];
    try (SafetensorsFile opened = SafetensorsFile.open(file)) {
      opened.read(tensor, out, 0);
    }
    return out;
  }

  private void refuses(String header, int bytes, String message) throws IOException {
    SafetensorsWriter.write(file, header, new byte[bytes]);
    assertThatIOException().isThrownBy(() -> read("a", 4)).withMessageContaining(message);
  }

  @Test
  void everyTypeIsReadBitByBit() throws IOException {
    byte[] numbers = {
      0x00,
      0x3C,
      0x00,
      (byte) 0xC0, // F16: 1, -2
      (byte) 0x80,
      0x3F,
      0x20,
      (byte) 0xC0, // BF16: 1, -2.5
      0x00,
      0x00,
      (byte) 0x80,
      0x3F,
      0x01,
      0x00,
      0x00,
      0x00 // F32: 1, the smallest
    };
    SafetensorsWriter.write(
        file,
        """
        {"half":{"dtype":"F16","shape":[2],"data_offsets":[0,4]},
        "brain":{"dtype":"BF16","shape":[1,2],"data_offsets":[4,8]},
        "__metadata__":{"format":"pt","more":"text"},
        "single":{"dtype":"F32","shape":[2,1],"data_offsets":[8,16]}}   \
        """,
        numbers);
    assertThat(read("half", 2)).containsExactly(1, -2);
    assertThat(read("brain", 2)).containsExactly(1, -2.5f);
    assertThat(read("single", 2)).containsExactly(1, Float.MIN_VALUE);
    try (SafetensorsFile opened = SafetensorsFile.open(file)) {
      assertThat(opened.names()).containsExactly("half", "brain", "single");
      assertThat(opened.shape("brain")).containsExactly(1L, 2L);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"F32", "F16", "BF16"})
  void aTensorThatIsLongerThanWhatIsReadAtOnceIsWhole(String type) throws IOException {
    float[] numbers = new float[100_003];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = i % 251 - 125;
    }
    new SafetensorsWriter(type)
        .add("first", new float[] {7}, 1)
        .add("a", numbers, 100_003)
        .write(file);
    assertThat(read("a", numbers.length)).containsExactly(numbers);
  }

  @Test
  void numbersAreWrittenWhereTheyAreWanted() throws IOException {
    new SafetensorsWriter("F32").add("a", new float[] {1, 2}, 2).write(file);
    float[] out = new float[5];
    try (SafetensorsFile opened = SafetensorsFile.open(file)) {
      opened.read("a", out, 2);
      assertThat(out).containsExactly(0, 0, 1, 2, 0);
      assertThatThrownBy(() -> opened.read("a", out, 4))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void aTensorOfNoNumbersAndOneWithoutDimensionsAreRead() throws IOException {
    new SafetensorsWriter("F32")
        .add("empty", new float[0], 0, 5)
        .add("a", new float[] {3})
        .write(file);
    assertThat(read("empty", 0)).isEmpty();
    assertThat(read("a", 1)).containsExactly(3);
  }

  @Test
  void otherTypesMayBeThereAndAreNotRead() throws IOException {
    refuses(
        """
        {"a":{"dtype":"I64","shape":[1],"data_offsets":[0,8]}}""",
        8,
        "The tensor a in some.safetensors is of type I64; F32, F16 and BF16 are supported.");
  }

  @ParameterizedTest
  @CsvSource({"F32, NaN", "F16, Infinity", "BF16, -Infinity", "BF16, NaN", "F16, NaN"})
  void whatIsNoNumberIsRefused(String type, float number) throws IOException {
    // The writer makes the largest number of what is too large for 16 bits.
    if (type.equals("F16") && Float.isInfinite(number)) {
      SafetensorsWriter.write(
          file,
          "{\"a\":{\"dtype\":\"F16\",\"shape\":[1],\"data_offsets\":[0,2]}}",
          new byte[] {0x00, 0x7C});
    } else {
      new SafetensorsWriter(type).add("a", new float[] {number}, 1).write(file);
    }
    assertThatIOException()
        .isThrownBy(() -> read("a", 1))
        .withMessage("The tensor a in some.safetensors holds what is infinite or no number.");
  }

  @Test
  void aTensorThatIsNotThereIsNamed() throws IOException {
    new SafetensorsWriter("F32").add("b", new float[] {3}, 1).write(file);
    assertThatIOException()
        .isThrownBy(() -> read("a", 1))
        .withMessage("The tensor a is not in some.safetensors.");
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, Long.MIN_VALUE, Long.MAX_VALUE, 100_000_001, 3, 1 << 30})
  void aHeaderOfAnImpossibleLengthIsRefused(long length) throws IOException {
    SafetensorsWriter.write(file, length, "{}".getBytes(StandardCharsets.UTF_8), new byte[0]);
    assertThatIOException()
        .isThrownBy(() -> read("a", 1))
        .withMessageStartingWith("some.safetensors promises a header of ");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7})
  void aFileWithoutALengthIsRefused(int bytes) throws IOException {
    Files.write(file, new byte[bytes]);
    assertThatIOException()
        .isThrownBy(() -> read("a", 1))
        .withMessage("some.safetensors is too short to have a header.");
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    assertThatIOException()
        .isThrownBy(() -> read("a", 1))
        .withMessage("There is no some.safetensors in the folder.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{", "[]", "7", "{\"a\":1}", "{\"a\":{}}", "{} {}", "{\"a\":[[[", "\u0000"})
  void aHeaderThatIsNoneIsRefused(String header) throws IOException {
    refuses(header, 4, "some.safetensors");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[1]|[0,5]|does not lie within the file",
        "[1]|[4,0]|does not lie within the file",
        "[1]|[-4,0]|has a data_offsets that cannot be",
        "[1]|[0,9223372036854775807]|does not lie within the file",
        "[1]|[0,9223372036854775808]|has a data_offsets that cannot be",
        "[1]|[0]|needs dtype, shape and two data_offsets",
        "[1]|[0,4,4]|needs dtype, shape and two data_offsets",
        "[1]|[0,4.0]|has a data_offsets that cannot be",
        "[1]|7|has a data_offsets that is no array",
        "[2]|[0,4]|has more or fewer bytes than its shape",
        "[]|[0,2]|has more or fewer bytes than its shape",
        "[-1]|[0,4]|has a shape that cannot be",
        "[[1]]|[0,4]|has a shape that cannot be",
        "[1,1,1,1,1,1,1,1,1]|[0,4]|has a shape that cannot be",
        "[4294967296,4294967296]|[0,4]|has a shape that is too large",
        "[4611686018427387905]|[0,4]|has a shape that is too large",
        "null|[0,4]|has a shape that is no array",
      })
  void placesAndShapesThatCannotBeAreRefused(String shape, String offsets, String message)
      throws IOException {
    refuses(
        "{\"a\":{\"dtype\":\"F32\",\"shape\":" + shape + ",\"data_offsets\":" + offsets + "}}",
        4,
        "The tensor a in some.safetensors " + message + ".");
  }

  @Test
  void aTensorOfTwoDescriptionsIsRefused() throws IOException {
    String tensor = "\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}";
    refuses("{" + tensor + "," + tensor + "}", 4, "stands there twice");
  }

  @Test
  void anUnknownFieldIsRefused() throws IOException {
    refuses("{\"a\":{\"packed\":true}}", 4, "has the unknown field packed");
  }

  @Test
  void moreTensorsThanAModelHasAreRefused() throws IOException {
    StringBuilder header = new StringBuilder("{");
    for (int i = 0; i < 70_000; i++) {
      header.append(i == 0 ? "" : ",").append('"').append(i);
      header.append("\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}");
    }
    refuses(header.append('}').toString(), 4, "more than 65536 tensors");
  }
}
