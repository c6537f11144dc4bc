package io.mynah.lm.numeric;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * A fixed number of threads that run tasks in parallel. Each thread always has the same number, so
 * data may be kept for each of them. Matrix products are not parallelised further within a thread.
 * Used by one thread at a time.
 */
public final class Workers implements AutoCloseable {
  private final List<ExecutorService> threads = new ArrayList<>();

  /** A task for every thread. */
  @FunctionalInterface
  public interface Work {
    /**
     * Runs the task.
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

  /** Runs a task on every thread, and waits until all have finished. */
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

  /** Waits also when interrupted, since memory must not be freed while a thread uses it. */
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
