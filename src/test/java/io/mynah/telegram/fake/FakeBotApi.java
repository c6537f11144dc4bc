package io.mynah.telegram.fake;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * A Bot API server of our own on the loopback address: updates are kept until acknowledged by their
 * offset, a second poll ends the first with 409, limits are held as Telegram holds them, and faults
 * happen as planned. What it hears and says is checked against the API's description where that
 * lies on the machine; {@link #complaints()} must be empty at a test's end.
 */
public final class FakeBotApi implements AutoCloseable {
  /** Stands in {@link #calls} for a request to an address that is no method's and no file's. */
  public static final String ELSEWHERE = "(elsewhere)";

  private static final Duration PATIENCE = Duration.ofSeconds(15);

  static {
    // Without it each small answer waits 40 ms for an acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private static final long BOT = 4711;

  private final ObjectMapper json = new ObjectMapper();
  private final long bot;
  private final String name;
  private final OtherBots others;
  private final FakeBotApi host;
  private volatile String token;
  private final UpdateQueue updates = new UpdateQueue();
  private final ChatLog log = new ChatLog();
  private final Faults faults = new Faults();
  private final FileShelf files;
  private final Map<String, Boolean> presses = new ConcurrentHashMap<>();
  private final Set<String> queries = ConcurrentHashMap.newKeySet();
  private final Set<String> guestQueries = ConcurrentHashMap.newKeySet();
  private final List<String> complaints = new CopyOnWriteArrayList<>();
  private final Optional<BotApiSpec> spec = BotApiSpec.find();
  private final AtomicInteger numbers = new AtomicInteger(1000);
  private final ExecutorService threads;
  private final BotMethods methods = new BotMethods(this);
  private final HttpSide side = new HttpSide(this, methods);
  private HttpServer server;
  private int port;

  private FakeBotApi(long bot, Path localFiles) {
    this.bot = bot;
    name = "mynah_test_bot";
    token = newToken();
    others = new OtherBots(this);
    host = null;
    files = new FileShelf(localFiles);
    threads =
        Executors.newCachedThreadPool(
            work -> {
              Thread thread = new Thread(work, "fake-bot-api");
              thread.setDaemon(true);
              return thread;
            });
    goOnline();
  }

  /** Another bot on the server of one. */
  FakeBotApi(long bot, String name, FakeBotApi host) {
    this.bot = bot;
    this.name = name;
    token = newToken();
    others = new OtherBots(this);
    this.host = host;
    files = new FileShelf(null);
    threads = host.threads;
    port = host.port;
  }

  private String newToken() {
    return bot + ":FAKE-tOkEn_" + Long.toString(System.nanoTime(), 36);
  }

  /** The other bots on this server. */
  public OtherBots others() {
    return others;
  }

  /** Has BotFather revoke the bot's token; it has another one from now on. */
  public void revokesToken() {
    token = newToken();
  }

  /** A server like Telegram's own. */
  public static FakeBotApi start() {
    return new FakeBotApi(BOT, null);
  }

  /** A server of the bot with this id. */
  public static FakeBotApi startOf(long bot) {
    return new FakeBotApi(bot, null);
  }

  /** A server that runs with {@code --local} and keeps its files in this folder. */
  public static FakeBotApi startLocal(Path folder) {
    return new FakeBotApi(BOT, folder.toAbsolutePath());
  }

  /** Takes the server off the network: nobody listens at its address. */
  public void goOffline() {
    server.stop(0);
  }

  /** Brings the server back at the same address. */
  public void goOnline() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    port = server.getAddress().getPort();
    server.setExecutor(threads);
    server.createContext("/", side);
    server.start();
  }

  public URI address() {
    return URI.create("http://127.0.0.1:" + port);
  }

  long bot() {
    return bot;
  }

  public String token() {
    return token;
  }

  /** The bot's user name. */
  public String botName() {
    return name;
  }

  HttpSide side() {
    return side;
  }

  /** A person who has opened a chat with the bot. */
  public FakeUser user(String firstName) {
    return user(firstName, "en");
  }

  public FakeUser user(String firstName, String language) {
    long id = nextNumber();
    ObjectNode user =
        json.createObjectNode()
            .put("id", id)
            .put("is_bot", false)
            .put("first_name", firstName)
            .put("username", "user" + id)
            .put("language_code", language);
    log.open(id, "private", firstName);
    return new FakeUser(this, user, id, 0, PATIENCE);
  }

  /** Somebody who talks with another bot, and opens a chat with this one. */
  public FakeUser visitedBy(FakeUser user) {
    log.open(user.id(), "private", user.raw().path("first_name").asText());
    return new FakeUser(this, user.raw(), user.id(), 0, PATIENCE);
  }

  /** A group that the bot is in; returns its id. */
  public long group(String title) {
    long id = -1_000_000_000_000L - nextNumber();
    log.open(id, "supergroup", title);
    return id;
  }

  /** Puts another bot of the server into a group that the server's own bot is in. */
  public void joins(long group) {
    log.open(group, "supergroup", host.log.chat(group).orElseThrow().path("title").asText());
    log.close(group, false);
  }

  /** Puts a bot out of a group; it is not told. */
  public void leaves(long group) {
    log.close(group, true);
  }

  /** Has the bot hear in a group what another bot says, as where that is enabled. */
  public void hears(FakeBotApi other, long group, String text) {
    deliver(message(group, 0, other.self()).put("text", text));
  }

  /** Makes a group a supergroup; returns the id that it has from now on. */
  public long migrate(long group) {
    long to = group("Migrated");
    log.move(group, to);
    return to;
  }

  public Faults faults() {
    return faults;
  }

  /** All calls so far of a method, in order. */
  public List<Call> calls(String method) {
    return log.calls().stream().filter(call -> call.method().equals(method)).toList();
  }

  /** Waits until the calls of a method are as wanted. */
  public List<Call> awaitCalls(String method, Predicate<List<Call>> wanted) {
    return log.await(
        PATIENCE,
        () -> Optional.of(calls(method)).filter(wanted),
        () -> "waited for calls of " + method + ", but there were only " + calls(method));
  }

  /** A local server's files are gone when the bot is told their place, so many times from now. */
  public void losesFiles(int count) {
    files.loses(count);
  }

  /** From now on every file is said to lie there. */
  public void tellsPlaceOfFiles(String path) {
    files.tellsPlace(path);
  }

  /** Whether a callback query was answered. */
  public boolean isAnswered(String callbackQueryId) {
    return presses.getOrDefault(callbackQueryId, false);
  }

  /** What the bot, or this server, did against the API's rules. */
  public List<String> complaints() {
    return List.copyOf(complaints);
  }

  /** The highest update id that the bot acknowledged, −1 if none. */
  public int acknowledged() {
    return updates.acknowledged();
  }

  /** The number of updates that wait for the bot. */
  public int waitingUpdates() {
    return updates.size();
  }

  /** Adds an update as it is, of whatever shape; returns its id. */
  public int deliverRaw(String update) {
    try {
      return updates.add((ObjectNode) json.readTree(update));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Adds an update with an id of the test's choice. */
  public void deliverAs(int updateId, FakeUser from, String text) {
    ObjectNode update = json.createObjectNode();
    update.set("message", from.rawMessage().put("text", text));
    updates.put(updateId, update);
  }

  /** From now on ids are counted from here, as after a week of silence. */
  public void countIdsFrom(int updateId) {
    updates.nextId(updateId);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  /** Tells of a bot that somebody made through this one, or of its new token. */
  void tellsOf(ObjectNode user, FakeBotApi made) {
    ObjectNode update = json.createObjectNode();
    ObjectNode managed = update.putObject("managed_bot");
    managed.set("user", user.deepCopy());
    managed.set("bot", made.methods.bot());
    updates.add(update);
    check("Update", update);
  }

  ObjectNode self() {
    return methods.bot();
  }

  /** Delivers a message, unless Telegram keeps its sender from this bot. */
  int deliver(ObjectNode message) {
    long sender = message.path("from").path("id").longValue();
    if (host != null && others.isRestricted() && !host.others.isMaker(sender, bot)) {
      return -1;
    }
    ObjectNode update = json.createObjectNode();
    update.set("message", message);
    int id = updates.add(update);
    check("Update", update);
    return id;
  }

  String press(ObjectNode user, SentMessage message, String data) {
    String id = Long.toString(7_000_000_000L + nextNumber());
    presses.put(id, false);
    ObjectNode update = json.createObjectNode();
    ObjectNode press = update.putObject("callback_query").put("id", id);
    press.set("from", user);
    press.put("chat_instance", "1").put("data", data);
    press.set("message", methods.json(message));
    updates.add(update);
    check("Update", update);
    return id;
  }

  String query(ObjectNode user, String text) {
    String id = Long.toString(8_000_000_000L + nextNumber());
    queries.add(id);
    ObjectNode update = json.createObjectNode();
    ObjectNode query = update.putObject("inline_query").put("id", id);
    query.set("from", user);
    query.put("query", text).put("offset", "").put("chat_type", "private");
    updates.add(update);
    check("Update", update);
    return id;
  }

  /**
   * Somebody names the bot in a chat that it is no member of.
   *
   * @param replied the text of the message replied to; empty for none
   */
  String guest(ObjectNode user, long chat, String text, String replied) {
    String id = Long.toString(9_000_000_000L + nextNumber());
    guestQueries.add(id);
    ObjectNode elsewhere =
        json.createObjectNode().put("id", chat).put("type", "supergroup").put("title", "Elsewhere");
    ObjectNode update = json.createObjectNode();
    ObjectNode message = update.putObject("guest_message").put("guest_query_id", id);
    message.put("message_id", log.nextMessage()).put("date", System.currentTimeMillis() / 1000);
    message.set("from", user.deepCopy());
    message.set("chat", elsewhere);
    message.put("text", text);
    if (!replied.isEmpty()) {
      ObjectNode before = message.putObject("reply_to_message");
      before.put("message_id", log.nextMessage()).put("date", 1_600_000_000).put("text", replied);
      before.set("chat", elsewhere.deepCopy());
    }
    updates.add(update);
    check("Update", update);
    return id;
  }

  /** The ids of the guest questions that are not answered yet. */
  Set<String> guestQueries() {
    return guestQueries;
  }

  /** The ids of the inline queries that may be answered. */
  Set<String> queries() {
    return queries;
  }

  /** Lets somebody put the bot into a group, or out of it. */
  void member(ObjectNode user, long group, boolean present) {
    ObjectNode update = json.createObjectNode();
    ObjectNode change = update.putObject("my_chat_member");
    change.set("chat", log.chat(group).orElseThrow());
    change.set("from", user);
    change.put("date", System.currentTimeMillis() / 1000);
    change.set("old_chat_member", member(!present));
    change.set("new_chat_member", member(present));
    updates.add(update);
    check("Update", update);
  }

  private ObjectNode member(boolean present) {
    ObjectNode member = json.createObjectNode().put("status", present ? "member" : "kicked");
    member.set("user", methods.bot());
    return present ? member : member.put("until_date", 0);
  }

  ObjectNode message(long chat, int topic, ObjectNode user) {
    int id = log.nextMessage();
    log.heardFrom(chat, id);
    ObjectNode message =
        json.createObjectNode()
            .put("message_id", id)
            .put("date", System.currentTimeMillis() / 1000);
    message.set("from", user.deepCopy());
    message.set("chat", log.chat(chat).orElseThrow());
    if (topic != 0) {
      message.put("message_thread_id", topic).put("is_topic_message", true);
    }
    return message;
  }

  boolean answer(String callbackQueryId) {
    boolean known = presses.replace(callbackQueryId, true) != null;
    log.heard(new Call("(answered)", json.createObjectNode(), System.nanoTime()));
    return known;
  }

  int nextNumber() {
    return numbers.getAndIncrement();
  }

  FileShelf files() {
    return files;
  }

  ChatLog log() {
    return log;
  }

  UpdateQueue updates() {
    return updates;
  }

  Optional<BotApiSpec> spec() {
    return spec;
  }

  void complain(List<String> what) {
    complaints.addAll(what);
    if (host != null) {
      host.complain(what);
    }
  }

  private void check(String type, ObjectNode value) {
    spec.ifPresent(s -> complain(s.object(type, value)));
  }
}
