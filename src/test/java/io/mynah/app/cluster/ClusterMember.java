package io.mynah.app.cluster;

import io.mynah.app.MynahProcess;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * A process of the cluster, which is started again whenever it has ended, with a connection to the
 * server of its own. For one thread.
 */
final class ClusterMember implements AutoCloseable {
  private static final String LISTENS = "is listening";
  private static final String WAITS_FOR_TRAININGS = "Waiting for trainings";
  private static final String WAITS_FOR_ITS_TURN = "takes over when that ends";

  private final String name;
  private final String[] command;
  private final TcpProxy proxy;
  private final Map<String, String> environment;
  private MynahProcess process;
  private int starts;

  /**
   * @param url of the database, directly
   * @param environment without the address of the database
   */
  ClusterMember(String name, String url, Map<String, String> environment, String... command) {
    this.name = name;
    this.command = command;
    int port = Integer.parseInt(url.replaceFirst(".*//[^/:]+:(\\d+)/.*", "$1"));
    proxy = new TcpProxy(port);
    this.environment = new HashMap<>(environment);
    this.environment.put(
        "MYNAH_DATABASE", url.replaceFirst("//[^/]+/", "//127.0.0.1:" + proxy.port() + "/"));
  }

  void start() {
    process = MynahProcess.startCompiled(environment, command);
    starts++;
  }

  String name() {
    return name;
  }

  int starts() {
    return starts;
  }

  MynahProcess process() {
    return process;
  }

  boolean alive() {
    return process != null && process.alive();
  }

  /** Whether it is the bot that works. */
  boolean isFront() {
    return alive() && says(LISTENS);
  }

  /** Whether it has begun to do what it is for. */
  boolean works() {
    return says(LISTENS) || says(WAITS_FOR_TRAININGS);
  }

  /** Whether it has begun to do what it is for, or to wait for its turn. */
  boolean hasBegun() {
    return works() || says(WAITS_FOR_ITS_TURN);
  }

  private boolean says(String words) {
    return process.output().stream().anyMatch(line -> line.contains(words));
  }

  void cut() {
    proxy.cut();
  }

  void hold(Set<TcpProxy.Direction> directions) {
    proxy.hold(directions);
  }

  void release() {
    proxy.release();
  }

  @Override
  public void close() {
    if (process != null) {
      process.close();
    }
    proxy.close();
  }
}
