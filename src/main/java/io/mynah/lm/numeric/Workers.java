package io.mynah.lm.numeric;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * Threads that work side by side, each always with its own number, so that what belongs to a thread
 * may be kept for it. Products of matrices are not shared out further within one of them. Used by
 * one thread at a time.
 */
public final class Workers implements AutoCloseable {
  private final List<ExecutorService> threads = new ArrayList<>();

  /** What a thread does. */
  @FunctionalInterface
  public interface Work {
    /**
     * Does it.
     *
     * @param worker the number of the thread, from 0
     */
    void run(int worker);
  }

  public Workers(int size) {
    for (int i = 0; i < size; i++) {
      String name = "training-" + i;
      threads.add(
          Executors.newSingleThreadExecutor(
              work -> {
                Thread thread =
                    new Thread(
                        () -> {
                          NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(1);
                          work.run();
                        },
                        name);
                thread.setDaemon(true);
                return thread;
              }));
    }
  }

  /** How many threads there are. */
  public int size() {
    return threads.size();
  }

  /** Lets every thread do its work, and waits until all have. */
  public void run(Work work) {
    List<Future<?>> done = new ArrayList<>();
    for (int i = 0; i < threads.size(); i++) {
      int worker = i;
      done.add(threads.get(i).submit(() -> work.run(worker)));
    }
    RuntimeException failure = null;
    for (Future<?> each : done) {
      try {
        await(each);
      } catch (RuntimeException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  /** Memory that a thread works on must not be freed under it: an interruption waits, too. */
  private static void await(Future<?> work) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          work.get();
          return;
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          throw new IllegalStateException("training failed", e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() {
    threads.forEach(ExecutorService::shutdown);
  }
}
