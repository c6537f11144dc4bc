package io.mynah.chat;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is being answered: an update that a channel keeps until its answer is given, and has handled
 * again should the process end before. Thread-safe.
 */
public interface UpdateCause {
  /** Of what is not kept. */
  UpdateCause NONE =
      new UpdateCause() {
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

  /** The update's number, the same each time that it is handled; empty if it is handled once. */
  OptionalLong number();

  /**
   * Whether an earlier process may have begun to answer it. What was sent then is not sent again:
   * the first messages of an answer that is made anew are taken for those that were sent.
   */
  boolean again();

  /** When the update came, whichever process it came to; empty of what comes as it is handled. */
  Optional<Instant> receivedAt();

  /** Leaves a part of the answer for later: the update is kept until that is done, too. */
  Rest leave();

  /** A part of an answer that is given later. */
  interface Rest {
    /** Nothing to wait for. */
    Rest NONE =
        new Rest() {
          @Override
          public void within(Runnable work) {
            work.run();
          }

          @Override
          public void done() {}
        };

    /** Does work that belongs to the answer, on this thread. */
    void within(Runnable work);

    /** Nothing of it is left. To say so again does nothing. */
    void done();
  }
}
