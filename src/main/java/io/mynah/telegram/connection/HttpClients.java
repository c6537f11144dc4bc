package io.mynah.telegram.connection;

import java.time.Duration;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import okhttp3.Dispatcher;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;

/**
 * Creates the bot's HTTP clients. The library's defaults give up a poll after 10 seconds, allow 5
 * parallel calls, and keep the process alive for a minute with non-daemon threads.
 */
public final class HttpClients {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration BEYOND_POLL = Duration.ofSeconds(10);

  /**
   * The time limit of an upload. Files have a dozen megabytes at most, so 160 kbit/s are enough.
   */
  static final Duration LONGEST_UPLOAD = Duration.ofMinutes(10);

  private static final int CALLS = 64;

  private final OkHttpClient base;
  private final TelegramConfig config;

  /**
   * @param beforeCall run before each call is sent, on its thread
   */
  public HttpClients(TelegramConfig config, Runnable beforeCall) {
    this.config = config;
    this.base =
        new OkHttpClient.Builder()
            .dispatcher(dispatcher("telegram-http"))
            .connectTimeout(CONNECT)
            .readTimeout(config.pace().answerTimeout())
            .writeTimeout(config.pace().answerTimeout())
            .addNetworkInterceptor(
                chain -> {
                  beforeCall.run();
                  return chain.proceed(chain.request());
                })
            .build();
  }

  /** For short calls. */
  public OkHttpClient forCalls(Interceptor interceptor) {
    return base.newBuilder()
        .addInterceptor(interceptor)
        .callTimeout(config.pace().answerTimeout().multipliedBy(2))
        .build();
  }

  /** For calls that upload a file, perhaps over a slow line. */
  public OkHttpClient forUploads(Interceptor interceptor) {
    return base.newBuilder().addInterceptor(interceptor).callTimeout(LONGEST_UPLOAD).build();
  }

  /** For long polls. Has its own dispatcher, through which they can be cancelled. */
  public OkHttpClient forPolls(Interceptor interceptor) {
    return base.newBuilder()
        .dispatcher(dispatcher("telegram-poll-http"))
        .addInterceptor(interceptor)
        .readTimeout(config.poll().plus(BEYOND_POLL))
        .build();
  }

  /** For downloads, without an overall time limit. */
  public OkHttpClient forFiles() {
    return base;
  }

  /** Cancels running calls and frees threads and connections. */
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
