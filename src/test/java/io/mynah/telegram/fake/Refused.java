package io.mynah.telegram.fake;

/** The server says no. */
final class Refused extends Exception {
  private static final long serialVersionUID = 1L;

  private final int code;

  Refused(int code, String description) {
    super(description);
    this.code = code;
  }

  static Refused badRequest(String why) {
    return new Refused(400, "Bad Request: " + why);
  }

  int code() {
    return code;
  }
}
