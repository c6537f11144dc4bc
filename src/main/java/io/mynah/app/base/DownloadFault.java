package io.mynah.app.base;

import java.io.IOException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** Thrown when a file cannot be loaded; the message tells the user why and what to do. */
final class DownloadFault extends IOException {
  private static final long serialVersionUID = 1L;
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int GONE = 410;
  private static final int TOO_MANY = 429;
  private static final int REDIRECTS = 300;
  private static final int CLIENT_ERRORS = 400;
  private static final int SERVER_ERRORS = 500;
  private static final double MEGABYTE = 1e6;
  private static final String AGAIN = "Run the same command again to go on.";

  private final String sentence;
  private final int status;

  private DownloadFault(String message, int status) {
    super(message);
    sentence = message;
    this.status = status;
  }

  private DownloadFault(String message) {
    this(message, 0);
  }

  /** For the user. */
  String sentence() {
    return sentence;
  }

  /** Whether the server has no such file. */
  boolean missing() {
    return status == NOT_FOUND || status == GONE;
  }

  /** Whether it may not be read, which some servers also say where there is no such file. */
  boolean forbidden() {
    return status == FORBIDDEN;
  }

  static DownloadFault unreachable(URI address, IOException e) {
    String host = address.getHost();
    if (causes(e).anyMatch(UnknownHostException.class::isInstance)) {
      return new DownloadFault(
          "There is no server %s, or this machine is not connected. Check the address."
              .formatted(host));
    }
    if (causes(e).anyMatch(SSLException.class::isInstance)) {
      return new DownloadFault(
          "There is no secure connection to %s: this machine does not trust its certificate, or the connection broke. Check the address and this machine's clock, and try again."
              .formatted(host));
    }
    if (causes(e).anyMatch(ProtocolException.class::isInstance)) {
      return new DownloadFault(
          "%s does not answer as a server of files does, or redirects in circles. Check the address."
              .formatted(host));
    }
    String why =
        causes(e).anyMatch(SocketTimeoutException.class::isInstance)
            ? "does not answer"
            : "cannot be reached, or broke the connection off";
    return new DownloadFault("%s %s. What came so far is kept. %s".formatted(host, why, AGAIN));
  }

  private static Stream<Throwable> causes(Throwable e) {
    return Stream.iterate(e, cause -> cause != null, Throwable::getCause);
  }

  static DownloadFault refused(URI address, int status) {
    String file = address.getPath().substring(address.getPath().lastIndexOf('/') + 1);
    String host = address.getHost();
    if (status == NOT_FOUND || status == GONE) {
      return new DownloadFault(
          "%s has no %s at this address. It must be that of the folder with config.json, model.safetensors and tokenizer.json."
              .formatted(host, file),
          status);
    }
    if (status == UNAUTHORIZED || status == FORBIDDEN) {
      return new DownloadFault(
          "%s gives %s only to those who are known there or agreed to its licence, or has no such model (%d). Check the address, or load the files with your browser and add their folder."
              .formatted(host, file, status),
          status);
    }
    if (status >= REDIRECTS && status < CLIENT_ERRORS) {
      return new DownloadFault(
          "%s redirects %s in a way that is not followed, such as to an unencrypted address (%d)."
              .formatted(host, file, status));
    }
    if (status == TOO_MANY || status >= SERVER_ERRORS) {
      return new DownloadFault(
          "%s cannot send %s now (%d). What came so far is kept. Run the same command again later."
              .formatted(host, file, status));
    }
    return new DownloadFault(
        "%s answered %d when asked for %s. %s".formatted(host, status, file, AGAIN));
  }

  /**
   * @param bytes that were loaded
   */
  static DownloadFault interrupted(URI address, long bytes) {
    return new DownloadFault(
        String.format(
            Locale.ROOT,
            "The connection to %s broke off after %.1f MB, which are kept. %s",
            address.getHost(),
            bytes / MEGABYTE,
            AGAIN));
  }

  static DownloadFault interruptedForGood(URI address) {
    return new DownloadFault(
        "The connection to %s broke off again and again, and the server does not let a download go on. Load the files with your browser and add their folder."
            .formatted(address.getHost()));
  }

  static DownloadFault changing(URI address) {
    return new DownloadFault(
        "%s sends another version of %s each time, so that its parts do not belong together. Try again later."
            .formatted(address.getHost(), address.getPath()));
  }

  static DownloadFault tooLong(URI address, long bytes) {
    return new DownloadFault(
        String.format(
            Locale.ROOT,
            "%s has %.1f MB, which is too much for such a file. Check that the address is that of a folder with config.json, model.safetensors and tokenizer.json.",
            address.getPath(),
            bytes / MEGABYTE));
  }

  static DownloadFault diskFull(long bytes) {
    return new DownloadFault(
        String.format(
            Locale.ROOT,
            "The disk has too little room for the %.1f MB that are still to come. Make room. %s",
            bytes / MEGABYTE,
            AGAIN));
  }

  static DownloadFault unwritable(IOException e) {
    return new DownloadFault(
        "The disk cannot be written, or is full (%s). What was loaded is kept. Make room. %s"
            .formatted(e.getClass().getSimpleName(), AGAIN));
  }

  /**
   * @param who says what the file should be
   */
  static DownloadFault wrongDigest(String file, String who, String expected, String found) {
    return new DownloadFault(
        "%s is not the file that it should be: its SHA-256 is %s, and %s says %s. It was deleted. Run the same command again to load it anew."
            .formatted(file, found, who, expected));
  }

  static DownloadFault inParts() {
    return new DownloadFault(
        "--sha256 is that of model.safetensors, but this model comes in parts. Leave it out.");
  }
}
