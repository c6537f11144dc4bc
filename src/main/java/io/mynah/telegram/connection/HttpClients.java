package io.mynah.telegram.connection;

import java.time.Duration;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import okhttp3.Dispatcher;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;

/**
 * The HTTP clients of the bot. The library's defaults give up a poll after 10 seconds, let 5 calls
 * run at once, and keep the process alive for a minute by threads that are not daemons.
 */
public final class HttpClients {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration BEYOND_POLL = Duration.ofSeconds(10);

  /** What is sent has a dozen megabytes at most: 160 kbit/s are enough. */
  static final Duration LONGEST_UPLOAD = Duration.ofMinutes(10);

  private static final int CALLS = 64;

  private final OkHttpClient base;
  private final TelegramConfig config;

  public HttpClients(TelegramConfig config) {
    this.config = config;
    this.base =
        new OkHttpClient.Builder()
            .dispatcher(dispatcher("telegram-http"))
            .connectTimeout(CONNECT)
            .readTimeout(config.pace().answerTimeout())
            .writeTimeout(config.pace().answerTimeout())
            .build();
  }

  /** For calls that are answered at once. */
  public OkHttpClient forCalls(Interceptor interceptor) {
    return base.newBuilder()
        .addInterceptor(interceptor)
        .callTimeout(config.pace().answerTimeout().multipliedBy(2))
        .build();
  }

  /** The same for calls that carry a file up, over a line that may be slow. */
  public OkHttpClient forUploads(Interceptor interceptor) {
    return base.newBuilder().addInterceptor(interceptor).callTimeout(LONGEST_UPLOAD).build();
  }

  /** For polls, which the server holds back; with a dispatcher of its own, to cancel them by. */
  public OkHttpClient forPolls(Interceptor interceptor) {
    return base.newBuilder()
        .dispatcher(dispatcher("telegram-poll-http"))
        .addInterceptor(interceptor)
        .readTimeout(config.poll().plus(BEYOND_POLL))
        .build();
  }

  /** For files, which take as long as they take. */
  public OkHttpClient forFiles() {
    return base;
  }

  /** Cancels what runs and frees threads and connections. */
  public void close() {
    base.dispatcher().cancelAll();
    base.dispatcher().executorService().shutdownNow();
    base.connectionPool().evictAll();
  }

  private static Dispatcher dispatcher(String name) {
    Dispatcher dispatcher =
        new Dispatcher(
            new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                10,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                new DaemonThreads(name)));
    dispatcher.setMaxRequests(CALLS);
    dispatcher.setMaxRequestsPerHost(CALLS);
    return dispatcher;
  }
}
