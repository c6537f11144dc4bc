package io.mynah.ops;

import java.util.concurrent.ThreadFactory;

/** Threads that do not keep the process alive. */
final class OpsThreads {
  private OpsThreads() {}

  static ThreadFactory named(String name) {
    return work -> {
      Thread thread = new Thread(work, name);
      thread.setDaemon(true);
      return thread;
    };
  }
}
