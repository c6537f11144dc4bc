package io.mynah.lm.transformer.hub;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads the tensors of a model: from model.safetensors, or from the parts that
 * model.safetensors.index.json names. Used by one thread at a time.
 */
final class TensorFiles implements Closeable {
  static final String WHOLE = "model.safetensors";
  static final String INDEX = "model.safetensors.index.json";
  private static final int LARGEST_INDEX = 1 << 23;
  private static final int MOST_PARTS = 256;

  /** The name of a file in the folder itself. */
  private static final Pattern PART = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*\\.safetensors");

  private final Map<String, SafetensorsFile> parts = new LinkedHashMap<>();
  private final Map<String, SafetensorsFile> fileByTensor = new LinkedHashMap<>();

  private TensorFiles() {}

  /**
   * Opens the files of a folder. If there is a single file, the index is not read.
   *
   * @throws IOException also when a file is missing or damaged, or the index names something that
   *     does not exist
   */
  static TensorFiles open(Path folder) throws IOException {
    TensorFiles files = new TensorFiles();
    boolean opened = false;
    try {
      if (Files.isRegularFile(folder.resolve(WHOLE)) || !Files.exists(folder.resolve(INDEX))) {
        SafetensorsFile whole = files.part(folder, WHOLE);
        whole.names().forEach(name -> files.fileByTensor.put(name, whole));
      } else {
        files.openParts(folder);
      }
      opened = true;
      return files;
    } finally {
      if (!opened) {
        files.close();
      }
    }
  }

  private void openParts(Path folder) throws IOException {
    for (Map.Entry<String, String> entry : index(folder).entrySet()) {
      SafetensorsFile part = part(folder, entry.getValue());
      if (!part.names().contains(entry.getKey())) {
        throw new IOException(
            "The tensor "
                + JsonFile.shown(entry.getKey())
                + " is not in "
                + entry.getValue()
                + ".");
      }
      fileByTensor.put(entry.getKey(), part);
    }
  }

  /**
   * The part of each tensor, as the index says.
   *
   * @throws IOException also when it names what is no file of the folder
   */
  static Map<String, String> index(Path folder) throws IOException {
    JsonNode map = JsonFile.read(folder.resolve(INDEX), LARGEST_INDEX).path("weight_map");
    if (!map.isObject()) {
      throw new IOException(INDEX + " has no weight_map.");
    }
    Map<String, String> parts = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : map.properties()) {
      String file = entry.getValue().asText();
      if (!entry.getValue().isTextual() || !PART.matcher(file).matches()) {
        throw new IOException(
            INDEX + " names a part that is no file of the folder: " + JsonFile.shown(file) + ".");
      }
      parts.put(entry.getKey(), file);
    }
    if (Set.copyOf(parts.values()).size() > MOST_PARTS) {
      throw new IOException(INDEX + " names more than " + MOST_PARTS + " parts.");
    }
    return parts;
  }

  private SafetensorsFile part(Path folder, String name) throws IOException {
    SafetensorsFile part = parts.get(name);
    if (part == null) {
      part = SafetensorsFile.open(folder.resolve(name));
      parts.put(name, part);
    }
    return part;
  }

  /** The names of all tensors. */
  Set<String> names() {
    return Collections.unmodifiableSet(fileByTensor.keySet());
  }

  /**
   * Checks the shape of a tensor.
   *
   * @throws IOException when there is none of that name, or it has another shape
   */
  void expect(String tensor, List<Long> shape) throws IOException {
    List<Long> found = fileOf(tensor).shape(tensor);
    if (!found.equals(shape)) {
      throw new IOException(
          "The tensor " + tensor + " has the shape " + found + " instead of " + shape + ".");
    }
  }

  /** Reads the numbers of a tensor like {@link SafetensorsFile#read(String, float[], int)}. */
  void read(String tensor, float[] out, int at) throws IOException {
    fileOf(tensor).read(tensor, out, at);
  }

  /**
   * Reads some numbers of a tensor like {@link SafetensorsFile#read(String, long, long, float[],
   * int)}.
   */
  void read(String tensor, long from, long count, float[] out, int at) throws IOException {
    fileOf(tensor).read(tensor, from, count, out, at);
  }

  private SafetensorsFile fileOf(String tensor) throws IOException {
    SafetensorsFile file = fileByTensor.get(tensor);
    if (file == null) {
      throw new IOException("The model lacks the tensor " + tensor + ".");
    }
    return file;
  }

  @Override
  public void close() throws IOException {
    IOException fault = null;
    for (SafetensorsFile part : parts.values()) {
      try {
        part.close();
      } catch (IOException e) {
        fault = e;
      }
    }
    if (fault != null) {
      throw fault;
    }
  }
}
