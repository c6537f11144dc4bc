package io.mynah.export;

/** The result of reading an export: a value, or a refusal to show the user. */
public sealed interface ExportResult<T> {
  /** The export was read. */
  record Read<T>(T value) implements ExportResult<T> {}

  /** The export was refused. */
  record Refused<T>(Refusal refusal) implements ExportResult<T> {}
}
