package io.mynah.chat.limits;

/**
 * The limits for each owner; 0 means no limit.
 *
 * @param requestsPerMinute messages and presses, except files
 * @param uploadsPerDay exports that are read
 * @param jobs trainings that wait or run
 * @param storedBytes texts of chats and model files together
 * @param diskReserve bytes of the disk that new uploads and trainings must leave free
 * @param memoryReserve bytes of the heap that must be free for new uploads and trainings
 */
public record Limits(
    int requestsPerMinute,
    int uploadsPerDay,
    int jobs,
    long storedBytes,
    long diskReserve,
    long memoryReserve) {
  public static final Limits NONE = new Limits(0, 0, 0, 0, 0, 0);
}
