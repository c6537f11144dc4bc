package io.mynah.lm.transformer.hub;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a published model says about itself: in README.md, which begins with fields between two
 * lines {@code ---} (<a href="https://huggingface.co/docs/hub/model-cards">model cards</a>), and in
 * the file of its licence. Immutable.
 *
 * @param title the first heading of README.md, or else the name of the folder
 * @param licence as README.md names it, or else the first line of the licence; empty if unknown
 * @param licenceFile its text
 */
public record ModelCard(String title, String licence, Optional<Path> licenceFile) {
  private static final String README = "README.md";
  private static final List<String> LICENCES =
      List.of("LICENSE", "LICENSE.txt", "LICENSE.md", "LICENCE");
  private static final int MOST_BYTES = 1 << 16;
  private static final Pattern FIELDS = Pattern.compile("\\A---\\R(.*?)\\R---\\R", Pattern.DOTALL);
  private static final Pattern LICENCE = field("license");
  private static final Pattern LICENCE_NAME = field("license_name");
  private static final Pattern HEADING =
      Pattern.compile("^#\\h+(.+?)\\h*$", Pattern.MULTILINE | Pattern.UNICODE_CHARACTER_CLASS);

  private static Pattern field(String name) {
    return Pattern.compile("^" + name + ":\\h*['\"]?([^'\"\\v]+?)['\"]?\\h*$", Pattern.MULTILINE);
  }

  /**
   * Reads what there is.
   *
   * @throws IOException when a file that exists cannot be read
   */
  static ModelCard read(Path folder) throws IOException {
    String readme = begin(folder.resolve(README));
    Matcher fields = FIELDS.matcher(readme);
    String front = fields.find() ? fields.group(1) : "";
    String text = front.isEmpty() ? readme : readme.substring(fields.end());
    Optional<Path> file =
        LICENCES.stream().map(folder::resolve).filter(Files::isRegularFile).findFirst();
    String named =
        first(LICENCE, front)
            .filter(licence -> !licence.equals("other"))
            .or(() -> first(LICENCE_NAME, front))
            .orElse("");
    String firstLine = file.isPresent() ? begin(file.get()) : "";
    return new ModelCard(
        first(HEADING, text).orElse(JsonFile.nameOf(folder.toAbsolutePath().normalize())),
        named.isEmpty()
            ? firstLine
                .lines()
                .filter(line -> !line.isBlank())
                .limit(1)
                .map(ModelCard::shown)
                .findFirst()
                .orElse("")
            : named,
        file);
  }

  private static Optional<String> first(Pattern pattern, String text) {
    return Stream.of(pattern.matcher(text))
        .filter(Matcher::find)
        .map(matcher -> shown(matcher.group(1)))
        .findFirst();
  }

  private static String shown(String text) {
    return JsonFile.shown(text.replaceAll("[#*]", "").strip());
  }

  /** The first part of a text, or nothing if there is no such file. */
  private static String begin(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return "";
    }
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
    }
  }
}
