package io.mynah.chat.limits;

/**
 * What each owner may ask for; 0 is without limit.
 *
 * @param requestsPerMinute messages and presses, files aside
 * @param uploadsPerDay exports that are read
 * @param jobs trainings that wait or run
 * @param storedBytes texts of chats and model files together
 * @param diskReserve bytes of the disk that new uploads and trainings leave free
 * @param memoryReserve bytes of the heap that must be free for these, or they are refused
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
