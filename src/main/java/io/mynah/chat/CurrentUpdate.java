package io.mynah.chat;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The update that is being answered. A channel keeps it until its answer is given, and handles it
 * again if the process ends before. Thread-safe.
 */
public interface CurrentUpdate {
  /** The cause of an answer to something that is not stored. */
  CurrentUpdate NONE =
      new CurrentUpdate() {
        @Override
        public OptionalLong number() {
          return OptionalLong.empty();
        }

        @Override
        public boolean again() {
          return false;
        }

        @Override
        public Optional<Instant> receivedAt() {
          return Optional.empty();
        }

        @Override
        public Rest leave() {
          return Rest.NONE;
        }
      };

  /**
   * The update's number, the same each time that it is handled; empty if it is handled only once.
   */
  OptionalLong number();

  /**
   * Whether the update can be handled again from its beginning, in a moment, if its handling throws
   * {@link TryAgain}: nothing was sent and no part of the answer is deferred.
   */
  default boolean repeatable() {
    return false;
  }

  /**
   * Whether an earlier process may have begun to answer it. What was sent then is not sent again:
   * when the answer is made anew, its first messages are treated as the ones already sent.
   */
  boolean again();

  /**
   * When the update arrived, in this or an earlier process; empty if it is handled as it arrives.
   */
  Optional<Instant> receivedAt();

  /** Defers a part of the answer: the update is kept until that part is done, too. */
  Rest leave();

  /** A deferred part of an answer. */
  interface Rest {
    /** A part for which nothing is kept. */
    Rest NONE =
        new Rest() {
          @Override
          public void within(Runnable work) {
            work.run();
          }

          @Override
          public void done() {}
        };

    /** Runs work that belongs to the answer, on this thread. */
    void within(Runnable work);

    /** Marks the part as done. Calling it again has no effect. */
    void done();
  }
}
