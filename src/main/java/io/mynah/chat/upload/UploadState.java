package io.mynah.chat.upload;

/**
 * Where an upload is on its way, with what is known then of what is in it. Most go from {@link
 * Received} to {@link Importing} to {@link Stored}, after which they are deleted; in the other
 * states they wait for their sender.
 */
sealed interface UploadState {
  /** The key of the sentence that says so. */
  String statusKey();

  /** Whether it waits for its sender, for its lifetime at most. */
  default boolean waits() {
    return false;
  }

  /** Whether it goes on by itself. */
  default boolean busy() {
    return !waits();
  }

  /** Its sender was asked whether to train from it; nothing is fetched. */
  record Offered() implements UploadState {
    @Override
    public String statusKey() {
      return "status.offered";
    }

    @Override
    public boolean waits() {
      return true;
    }
  }

  /** More pages of an HTML export may come; nothing is fetched. */
  record Collecting() implements UploadState {
    @Override
    public String statusKey() {
      return "status.collecting";
    }

    @Override
    public boolean waits() {
      return true;
    }

    @Override
    public boolean busy() {
      return true;
    }
  }

  /** It is to be fetched and looked through. */
  record Received() implements UploadState {
    @Override
    public String statusKey() {
      return "status.reading";
    }
  }

  /** Its sender was asked what of it is meant. */
  sealed interface Asking extends UploadState {
    UploadFindings findings();

    /** The same question about what was found and chosen by now. */
    Asking about(UploadFindings findings);

    @Override
    default String statusKey() {
      return "status.asking";
    }

    @Override
    default boolean waits() {
      return true;
    }
  }

  /** Its sender was asked which chat is meant. */
  record AskingChat(UploadFindings findings) implements Asking {
    @Override
    public AskingChat about(UploadFindings other) {
      return new AskingChat(other);
    }
  }

  /** Its sender was asked which people of the chosen chat are meant. */
  record AskingPeople(UploadFindings findings) implements Asking {
    @Override
    public AskingPeople about(UploadFindings other) {
      return new AskingPeople(other);
    }
  }

  /** The chosen chat is to be stored. */
  record Importing(UploadFindings findings) implements UploadState {
    @Override
    public String statusKey() {
      return "status.reading";
    }
  }

  /** The chosen chat is stored; the chosen people are to be trained. */
  record Stored(UploadFindings findings) implements UploadState {
    @Override
    public String statusKey() {
      return "status.reading";
    }
  }
}
