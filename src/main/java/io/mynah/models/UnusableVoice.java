package io.mynah.models;

/** Thrown when a file cannot be taken in as a voice; nothing of it is kept. */
public final class UnusableVoice extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Reason {
    /** It is no voice that was exported. */
    OTHER_FILE,
    /** It has a form that is not known here. */
    OTHER_VERSION,
    WRONG_PASSPHRASE,
    /** It was altered or cut off. */
    DAMAGED,
    /** The base that it speaks on is not here: {@link UnusableVoice#base()}. */
    MISSING_BASE,
    /** The owner has it already. */
    KNOWN
  }

  private final Reason reason;
  private final String base;

  UnusableVoice(Reason reason) {
    this(reason, "");
  }

  UnusableVoice(Reason reason, String base) {
    super(reason.name());
    this.reason = reason;
    this.base = base;
  }

  public Reason reason() {
    return reason;
  }

  /** The name and digest of the base that is missing; else empty. */
  public String base() {
    return base;
  }
}
