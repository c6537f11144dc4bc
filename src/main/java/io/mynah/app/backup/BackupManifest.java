package io.mynah.app.backup;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The list of a backup's files, which makes a folder a backup. It is written last.
 *
 * @param format the number of the present form
 * @param data whether the database and the blobs are among the files; else they are on a server
 */
record BackupManifest(int format, boolean data, List<Entry> files) {
  private static final int FORMAT = 1;
  private static final String FILE = "backup.json";
  private static final Pattern PATH = Pattern.compile("\\w[\\w.-]*(/\\w[\\w.-]*){0,2}");
  private static final JsonMapper JSON = new JsonMapper();

  BackupManifest {
    files = List.copyOf(files);
  }

  /**
   * A file.
   *
   * @param path below the backup's folder, with slashes
   * @param sha256 in hexadecimal digits
   */
  record Entry(String path, long bytes, String sha256) {}

  /** Lists all files of a folder, and writes the list beside them, in place of an earlier one. */
  static void write(Path folder, boolean data, List<Path> without) throws IOException {
    List<Path> all;
    try (Stream<Path> files = Files.walk(folder)) {
      all =
          files
              .filter(Files::isRegularFile)
              .filter(file -> !without.contains(file) && !file.equals(folder.resolve(FILE)))
              .sorted()
              .toList();
    }
    List<Entry> entries = new ArrayList<>();
    for (Path file : all) {
      String path = folder.relativize(file).toString().replace('\\', '/');
      entries.add(new Entry(path, Files.size(file), digest(file)));
    }
    byte[] bytes =
        JSON.writerWithDefaultPrettyPrinter()
            .writeValueAsString(new BackupManifest(FORMAT, data, entries))
            .getBytes(StandardCharsets.UTF_8);
    try (FileOutputStream out = new FileOutputStream(folder.resolve(FILE).toFile())) {
      out.write(bytes);
      out.getFD().sync();
    }
  }

  /** The list in a folder; empty if there is none that can be read. */
  static Optional<BackupManifest> read(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readValue(Files.readString(file), BackupManifest.class))
          .filter(BackupManifest::isSound);
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  private boolean isSound() {
    return format == FORMAT
        && files.stream().allMatch(entry -> PATH.matcher(entry.path()).matches());
  }

  /** The first file that is not in a folder as it is listed, if there is one. */
  Optional<String> findDamaged(Path folder) throws IOException {
    for (Entry entry : files) {
      Path file = folder.resolve(entry.path());
      if (!Files.isRegularFile(file)
          || Files.size(file) != entry.bytes()
          || !digest(file).equals(entry.sha256())) {
        return Optional.of(entry.path());
      }
    }
    return Optional.empty();
  }

  private static String digest(Path file) throws IOException {
    MessageDigest digest = sha256();
    try (InputStream in = Files.newInputStream(file);
        DigestInputStream read = new DigestInputStream(in, digest)) {
      long unused = read.transferTo(OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
