package io.mynah.telegram.fake;

/** The server says no. */
final class Refused extends Exception {
  private static final long serialVersionUID = 1L;

  private final int code;
  private final long movedTo;

  Refused(int code, String description) {
    this(code, description, 0);
  }

  private Refused(int code, String description, long movedTo) {
    super(description);
    this.code = code;
    this.movedTo = movedTo;
  }

  static Refused badRequest(String why) {
    return new Refused(400, "Bad Request: " + why);
  }

  /** The group became a supergroup with another id. */
  static Refused moved(long to) {
    return new Refused(400, "Bad Request: group chat was upgraded to a supergroup chat", to);
  }

  /** The id that the group has now, 0 if it did not move. */
  long movedTo() {
    return movedTo;
  }

  int code() {
    return code;
  }
}
