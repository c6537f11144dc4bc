package io.mynah.telegram.fake;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The files that people sent, and where a bot can have them. Thread-safe. */
final class FileShelf {
  private static final long CLOUD_LIMIT = 20L << 20;

  private final ObjectMapper json = new ObjectMapper();
  private final Map<String, FakeFile> files = new ConcurrentHashMap<>();
  private final AtomicInteger numbers = new AtomicInteger(1);
  private final Path folder;
  private final AtomicInteger lost = new AtomicInteger();
  private volatile String otherPlace;

  /**
   * @param folder where a server with {@code --local} keeps files, null for Telegram's own
   */
  FileShelf(Path folder) {
    this.folder = folder;
  }

  /** Takes a file in; returns the document that a message bears. */
  ObjectNode upload(FakeFile file) {
    String id = "file-" + numbers.getAndIncrement();
    files.put(id, file);
    return json.createObjectNode()
        .put("file_id", id)
        .put("file_unique_id", "u" + id)
        .put("file_name", file.name())
        .put("file_size", file.size());
  }

  Optional<FakeFile> find(String id) {
    return Optional.ofNullable(files.get(id));
  }

  /** The path by which a file can be had. */
  String place(String id) throws IOException {
    String other = otherPlace;
    if (other != null) {
      return other;
    }
    if (folder == null) {
      return "documents/" + id + ".bin";
    }
    Path place = folder.resolve(id + ".bin");
    if (lost.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      return place.toString();
    }
    try (InputStream in = find(id).orElseThrow().open()) {
      Files.copy(in, place, StandardCopyOption.REPLACE_EXISTING);
    }
    return place.toString();
  }

  /** Files are gone from the folder when their place is told, so many times from now. */
  void loses(int count) {
    lost.set(count);
  }

  void tellsPlace(String path) {
    otherPlace = path;
  }

  /** The largest file that is given, in bytes. */
  long limit() {
    return folder == null ? CLOUD_LIMIT : Long.MAX_VALUE;
  }
}
