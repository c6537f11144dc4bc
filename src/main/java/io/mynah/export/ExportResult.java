package io.mynah.export;

/** What became of an attempt to read an export: a value, or a refusal that a user can be told. */
public sealed interface ExportResult<T> {
  /** The export was read. */
  record Read<T>(T value) implements ExportResult<T> {}

  /** The export was refused. */
  record Refused<T>(Refusal refusal) implements ExportResult<T> {}
}
