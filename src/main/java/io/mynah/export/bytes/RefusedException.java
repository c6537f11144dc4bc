package io.mynah.export.bytes;

import io.mynah.export.Refusal;
import io.mynah.export.reading.ExportReader;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Carries a refusal out of a stream or parser to {@link ExportReader}, which turns it into a value.
 * It is an {@link IOException} because it has to pass through the libraries' streams unchanged.
 */
public final class RefusedException extends IOException {
  private final transient Refusal refusal;
  private final @Nullable RuntimeException fault;

  private RefusedException(Refusal refusal, @Nullable RuntimeException fault) {
    super(refusal.reason().name(), fault);
    this.refusal = refusal;
    this.fault = fault;
  }

  RefusedException(Refusal refusal) {
    this(refusal, null);
  }

  /** Wraps what a sink or a monitor threw, so that it is not taken for a damaged upload. */
  public static RefusedException ofCaller(RuntimeException fault) {
    return new RefusedException(Refusal.of(Refusal.Reason.IO), fault);
  }

  public static RefusedException of(Refusal.Reason reason) {
    return new RefusedException(Refusal.of(reason));
  }

  public static RefusedException limit(Refusal.Reason reason, long limit) {
    return new RefusedException(new Refusal(reason, Map.of("limit", limit)));
  }

  public static RefusedException kind(Refusal.Reason reason, String kind) {
    return new RefusedException(new Refusal(reason, Map.of("kind", kind)));
  }

  /** The refusal that is, or caused, a failure; {@code null} if none did. */
  public static @Nullable RefusedException causeOf(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof RefusedException refused) {
        return refused;
      }
    }
    return null;
  }

  /**
   * Why the upload is not read.
   *
   * @throws RuntimeException if the failure is the caller's own
   */
  public Refusal refusal() {
    if (fault != null) {
      throw fault;
    }
    return refusal;
  }

  public boolean isFor(Refusal.Reason reason) {
    return fault == null && refusal.reason() == reason;
  }
}
