package io.mynah.app.base;

import io.mynah.app.wiring.CommandFailure;
import io.mynah.app.wiring.ExitCode;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import okhttp3.HttpUrl;

/**
 * The address of a folder with the files of a model.
 *
 * @param folder http or https, without a slash at its end
 */
record ModelAddress(URI folder) {
  /** What ends the addresses of a model's files and of its page on the hub, and is no name. */
  private static final List<String> NO_NAMES = List.of("resolve", "tree", "main");

  /** Whether a text is an address and not a folder of this machine. */
  static boolean is(String text) {
    String start = text.toLowerCase(Locale.ROOT);
    return start.startsWith("http://") || start.startsWith("https://");
  }

  /**
   * Reads an address.
   *
   * @throws CommandFailure when it is none
   */
  static ModelAddress parse(String text) {
    try {
      URI uri = new URI(text);
      if (HttpUrl.parse(text) != null
          && uri.getHost() != null
          && uri.getUserInfo() == null
          && uri.getQuery() == null) {
        String path =
            uri.getRawPath()
                .replaceAll("/{2,}", "/")
                .replaceAll("/$", "")
                .replaceAll("/tree/([^/]+)$", "/resolve/$1");
        return new ModelAddress(uri.resolve(path.isEmpty() ? "/" : path));
      }
    } catch (URISyntaxException e) {
      // Said below.
    }
    throw new CommandFailure(
        "%s is no address of a folder. It must be like https://host/folder, without a password or a question mark."
            .formatted(text.replaceAll("\\p{Cntrl}", "?")),
        ExitCode.USAGE);
  }

  /** The address of a file in the folder. */
  URI file(String name) {
    return URI.create(toString() + "/" + name);
  }

  /** The address of a folder in this one. */
  ModelAddress below(String path) {
    return new ModelAddress(file(path));
  }

  /** The last part of the path that may be the model's name. */
  String name() {
    return Arrays.stream(folder.getPath().split("/"))
        .filter(part -> !part.isEmpty() && !NO_NAMES.contains(part))
        .reduce((before, last) -> last)
        .orElseGet(folder::getHost);
  }

  @Override
  public String toString() {
    return folder.toString().replaceAll("/+$", "");
  }
}
