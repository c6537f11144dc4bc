package io.mynah.domain;

/**
 * Who wrote a message, as the export identifies people: the normalised id ({@code user123}, {@code
 * channel5}) or, where the export has none, {@code name:} and the name.
 */
public record PersonKey(String value) {
  /** Deleted accounts and messages without a sender: context for others, never learned. */
  public static final PersonKey NOBODY = new PersonKey("nobody");

  /** Whoever talks to a model without being known to be a person of its chat. */
  public static final PersonKey STRANGER = new PersonKey("stranger");

  /** The key of someone the export names without an id. */
  public static PersonKey ofName(String name) {
    return new PersonKey("name:" + name);
  }
}
