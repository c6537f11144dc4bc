package io.mynah.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Mynah as a process of its own, run as its launcher runs it, which can be killed. Its output is
 * read as it comes.
 */
public final class MynahProcess implements AutoCloseable {
  private static final long PATIENCE_NANOS = 30_000_000_000L;

  private final Process process;
  private final List<String> output = new ArrayList<>();

  private MynahProcess(Process process) {
    this.process = process;
    Thread reader = new Thread(this::read, "output of " + process.pid());
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Starts a command with this environment. Its classes are compiled only once and lightly, so that
   * it starts in half the time; but a transformer is far too slow then.
   */
  public static MynahProcess start(Map<String, String> environment, String... arguments) {
    return startLimited("700m", "1g", environment, arguments);
  }

  /** Starts a command that is compiled as the launcher lets it be. */
  public static MynahProcess startCompiled(Map<String, String> environment, String... arguments) {
    return startCompiled("700m", environment, arguments);
  }

  /**
   * Starts a command that is compiled as the launcher lets it be.
   *
   * @param heap the most heap it may have, as {@code -Xmx} takes it
   */
  static MynahProcess startCompiled(
      String heap, Map<String, String> environment, String... arguments) {
    return start(List.of("-Xmx" + heap), "1g", environment, arguments);
  }

  /**
   * Starts a command, which is compiled lightly.
   *
   * @param heap the most heap it may have, as {@code -Xmx} takes it
   * @param buffers the most native memory that its matrices may have
   */
  static MynahProcess startLimited(
      String heap, String buffers, Map<String, String> environment, String... arguments) {
    return start(
        List.of("-Xmx" + heap, "-XX:TieredStopAtLevel=1"), buffers, environment, arguments);
  }

  private static MynahProcess start(
      List<String> options, String buffers, Map<String, String> environment, String... arguments) {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(options);
    line.add("-Dorg.bytedeco.javacpp.maxbytes=" + buffers);
    line.addAll(List.of("-Dorg.bytedeco.javacpp.maxphysicalbytes=0", "-Djdk.serialFilter=!*"));
    line.addAll(List.of("--add-modules", "jdk.incubator.vector"));
    line.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    line.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.redirectInput(Redirect.from(Path.of("/dev/null").toFile()));
    builder.environment().keySet().removeIf(name -> name.startsWith("MYNAH_"));
    builder.environment().putAll(environment);
    try {
      return new MynahProcess(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read() {
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        synchronized (output) {
          output.add(line);
          output.notifyAll();
        }
      }
    } catch (IOException e) {
      // The process was killed.
    }
  }

  /** Waits for a line of the output that is as wanted. */
  public String awaitLine(Predicate<String> wanted) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE_NANOS;
    synchronized (output) {
      while (true) {
        for (String line : output) {
          if (wanted.test(line)) {
            return line;
          }
        }
        long left = (end - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          throw new AssertionError("the line did not come; there was only " + output);
        }
        output.wait(left);
      }
    }
  }

  /** All that it printed so far. */
  public List<String> output() {
    synchronized (output) {
      return List.copyOf(output);
    }
  }

  /** Ends it as SIGKILL does: it hears nothing of it. */
  public void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  /** Asks it to end, as SIGTERM does; returns the seconds that it took. */
  public double terminate() throws InterruptedException {
    long start = System.nanoTime();
    process.destroy();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      throw new AssertionError("it did not end");
    }
    return (System.nanoTime() - start) / 1e9;
  }

  /** Makes it stand still, as SIGSTOP does. */
  public void freeze() throws IOException, InterruptedException {
    signal("STOP");
  }

  /** Lets it go on. */
  public void thaw() throws IOException, InterruptedException {
    signal("CONT");
  }

  private void signal(String name) throws IOException, InterruptedException {
    int done = new ProcessBuilder("kill", "-" + name, "" + process.pid()).start().waitFor();
    if (done != 0) {
      throw new AssertionError("the process is gone");
    }
  }

  /** Waits until it has ended by itself; returns its exit code. */
  public int awaitEnd() throws InterruptedException {
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      throw new AssertionError("it did not end");
    }
    return process.exitValue();
  }

  public boolean alive() {
    return process.isAlive();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
