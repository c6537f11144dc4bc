package io.mynah.app.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands between a process and a server on the loopback address, and can cut all connections or
 * hold what goes through them. Nothing is lost while bytes are held: they arrive late, also when
 * whoever sent them is gone. Thread-safe.
 */
final class TcpProxy implements AutoCloseable {
  /** A direction of bytes. */
  enum Direction {
    TO_SERVER,
    TO_CLIENT
  }

  private static final int BUFFER = 1 << 14;

  private final int serverPort;
  private final ServerSocket listener;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final Set<Direction> held = EnumSet.noneOf(Direction.class);

  TcpProxy(int serverPort) {
    this(0, serverPort);
  }

  /**
   * @param port at which it listens; 0 for any
   */
  TcpProxy(int port, int serverPort) {
    this.serverPort = serverPort;
    try {
      listener = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start(this::accept);
  }

  /** The port at which it listens. */
  int port() {
    return listener.getLocalPort();
  }

  /** Ends all connections at once, without waiting for what is under way. */
  void cut() {
    sockets.forEach(TcpProxy::reset);
  }

  /** Holds what goes in these directions from now on. */
  void hold(Set<Direction> directions) {
    synchronized (held) {
      held.addAll(directions);
    }
  }

  /** Lets everything through, first what was held. */
  void release() {
    synchronized (held) {
      held.clear();
      held.notifyAll();
    }
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "proxy");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        sockets.add(client);
        sockets.add(server);
        start(() -> copy(client, server, Direction.TO_SERVER));
        start(() -> copy(server, client, Direction.TO_CLIENT));
      } catch (IOException e) {
        // The listener was closed, or the server is away: who connects next finds out.
      }
    }
  }

  private void copy(Socket from, Socket to, Direction direction) {
    byte[] buffer = new byte[BUFFER];
    try (from;
        to;
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        awaitOpen(direction);
        out.write(buffer, 0, read);
      }
      awaitOpen(direction);
    } catch (IOException e) {
      // One of both has gone, and so does the other.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      sockets.remove(from);
      sockets.remove(to);
    }
  }

  private void awaitOpen(Direction direction) throws InterruptedException {
    synchronized (held) {
      while (held.contains(direction)) {
        held.wait();
      }
    }
  }

  private static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      // It is closed.
    }
  }

  @Override
  public void close() {
    release();
    cut();
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
