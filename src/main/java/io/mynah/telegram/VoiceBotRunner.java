package io.mynah.telegram;

import io.mynah.chat.Channel;
import io.mynah.chat.Conversation;
import io.mynah.chat.Emphasis;
import io.mynah.chat.VoiceBotHost;
import io.mynah.domain.Address;
import io.mynah.domain.Bot;
import io.mynah.domain.MessageRef;
import io.mynah.domain.VoiceBotId;
import io.mynah.store.inbox.Inbox;
import io.mynah.telegram.connection.ApiFault;
import io.mynah.telegram.connection.BackgroundCalls;
import io.mynah.telegram.connection.BotEvents;
import io.mynah.telegram.connection.BotLookup;
import io.mynah.telegram.connection.DaemonThreads;
import io.mynah.telegram.connection.TelegramAddress;
import io.mynah.telegram.connection.TelegramConfig;
import io.mynah.telegram.outgoing.DurableAnswer;
import io.mynah.telegram.outgoing.Outbox;
import io.mynah.telegram.outgoing.TextMessages;
import java.io.IOException;
import java.io.Serializable;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.telegram.telegrambots.meta.api.methods.GetMe;
import org.telegram.telegrambots.meta.api.methods.botapimethods.BotApiMethod;
import org.telegram.telegrambots.meta.api.methods.managed.GetManagedBotToken;
import org.telegram.telegrambots.meta.api.methods.managed.SetManagedBotAccessSettings;
import org.telegram.telegrambots.meta.api.methods.updatingmessages.DeleteMessage;
import org.telegram.telegrambots.meta.api.objects.replykeyboard.ReplyKeyboard;
import org.telegram.telegrambots.meta.api.objects.replykeyboard.ReplyKeyboardMarkup;
import org.telegram.telegrambots.meta.api.objects.replykeyboard.ReplyKeyboardRemove;
import org.telegram.telegrambots.meta.api.objects.replykeyboard.buttons.KeyboardButton;
import org.telegram.telegrambots.meta.api.objects.replykeyboard.buttons.KeyboardButtonRequestManagedBot;
import org.telegram.telegrambots.meta.api.objects.replykeyboard.buttons.KeyboardRow;

/**
 * Runs voices' own bots: each is a {@link TelegramBot} with a session, an inbox and limits of its
 * own. Thread-safe.
 */
final class VoiceBotRunner implements VoiceBotHost {
  private static final Logger log = LoggerFactory.getLogger(VoiceBotRunner.class);

  /** How many chats of one bot are answered at the same time. */
  private static final int THREADS = 2;

  private static final int REQUEST = 1;
  private static final Duration DEADLINE = Duration.ofSeconds(4);

  private final TelegramConfig config;
  private final Inbox inbox;
  private final Clock clock;
  private final Runnable beforeCall;
  private final BotEvents events;
  private final Outbox outbox;
  private final BackgroundCalls backgroundCalls;
  private final Map<VoiceBotId, TelegramBot> running = new ConcurrentHashMap<>();
  private @Nullable Conversation conversation;

  /**
   * @param config of Mynah's bot; so are the others
   */
  VoiceBotRunner(
      TelegramConfig config,
      Inbox inbox,
      Clock clock,
      Runnable beforeCall,
      BotEvents events,
      Outbox outbox,
      BackgroundCalls backgroundCalls) {
    this.config = config;
    this.inbox = inbox;
    this.clock = clock;
    this.beforeCall = beforeCall;
    this.events = events;
    this.outbox = outbox;
    this.backgroundCalls = backgroundCalls;
  }

  /** From now on bots can run. */
  synchronized void start(Conversation with) {
    conversation = with;
  }

  /** The channel of a bot that runs. */
  Optional<Channel> channel(VoiceBotId bot) {
    return Optional.ofNullable(running.get(bot)).map(TelegramBot::ownChannel);
  }

  @Override
  public boolean isAvailable() {
    return true;
  }

  @Override
  public boolean managesBots() throws IOException {
    return Boolean.TRUE.equals(ask(new GetMe()).getCanManageBots());
  }

  private <T extends Serializable> T ask(BotApiMethod<T> method) throws IOException {
    try {
      return outbox.ask(method);
    } catch (ApiFault fault) {
      throw new IOException(fault.getMessage(), fault);
    }
  }

  @Override
  public void request(Address to, String text, Wanted wanted) throws IOException {
    KeyboardButton button =
        KeyboardButton.builder()
            .text(Emphasis.off(wanted.button()))
            .requestManagedBot(
                KeyboardButtonRequestManagedBot.builder()
                    .requestId(REQUEST)
                    .suggestedName(wanted.name())
                    .suggestedUsername(wanted.username())
                    .build())
            .build();
    send(
        to,
        text,
        ReplyKeyboardMarkup.builder()
            .keyboardRow(new KeyboardRow(button))
            .resizeKeyboard(true)
            .oneTimeKeyboard(true)
            .build());
  }

  @Override
  public void endRequest(Address to, String text) throws IOException {
    send(to, text, ReplyKeyboardRemove.builder().removeKeyboard(true).build());
  }

  private void send(Address to, String text, ReplyKeyboard keyboard) throws IOException {
    TelegramAddress address = TelegramAddress.of(config.bot(), to);
    MessageRef unused =
        DurableAnswer.once(
            address,
            course ->
                address.message(
                    outbox.send(
                        address.chat(),
                        course,
                        chat -> TextMessages.of(chat, address.topic(), text, keyboard))));
  }

  @Override
  public String token(VoiceBotId bot) throws IOException {
    return ask(new GetManagedBotToken(bot.value()));
  }

  @Override
  public Optional<Found> find(String token) throws IOException {
    return BotLookup.find(config.withToken(token), beforeCall)
        .filter(found -> found.id().value() != config.botId().orElse(0));
  }

  @Override
  public boolean delete(MessageRef message) {
    TelegramAddress address = TelegramAddress.of(config.bot(), message.address());
    try {
      return outbox.ask(
          new DeleteMessage(Long.toString(address.chat()), Integer.parseInt(message.messageId())));
    } catch (ApiFault fault) {
      // An earlier process may have deleted it.
      return fault.says("message to delete not found");
    } catch (IOException e) {
      log.info("A message was not deleted: {}", e.getMessage());
      return false;
    }
  }

  @Override
  public void restrict(VoiceBotId bot, boolean restricted) {
    backgroundCalls.run(
        new SetManagedBotAccessSettings(bot.value(), restricted),
        fault -> log.warn("Who may use a voice's bot was not set: {}", fault.getMessage()));
  }

  @Override
  public void present(VoiceBotId bot, @Nullable String name, List<Profile> profiles) {
    TelegramBot known = running.get(bot);
    if (known != null) {
      known.present(name, profiles);
    }
  }

  @Override
  public synchronized void run(VoiceBotId id, String token, Runnable refused) {
    Conversation started = conversation;
    if (started == null || running.containsKey(id)) {
      return;
    }
    TelegramConfig own =
        config.withToken(token).withBot(config.bot().voice(id)).withThreads(THREADS);
    TelegramBot bot =
        new TelegramBot(own, List.of(), inbox.of(own.bot()), clock, beforeCall, events);
    running.put(id, bot);
    var unused =
        bot.ended()
            .thenAccept(
                end -> {
                  if (end == TelegramBot.End.TOKEN_REFUSED) {
                    new DaemonThreads("voice-bot-refused").newThread(refused).start();
                  }
                });
    try {
      bot.start(started);
    } catch (RuntimeException e) {
      end(id);
      throw e;
    }
  }

  @Override
  public void end(VoiceBotId id) {
    TelegramBot bot = running.remove(id);
    if (bot != null) {
      bot.close(DEADLINE);
    }
  }

  @Override
  public Set<VoiceBotId> running() {
    return Set.copyOf(running.keySet());
  }

  @Override
  public Optional<Address> at(VoiceBotId id, Address chat) {
    return running.containsKey(id) && config.bot().has(chat)
        ? Optional.of(TelegramAddress.of(config.bot(), chat).of(config.bot().voice(id)).toAddress())
        : Optional.empty();
  }

  @Override
  public Address atMynah(Address chat) {
    return Bot.voiceAt(chat)
        .map(id -> TelegramAddress.of(config.bot().voice(id), chat).of(config.bot()).toAddress())
        .orElse(chat);
  }

  @Override
  public void keepOnly(Supplier<Set<VoiceBotId>> bots) {
    // First, so that none is missed among the bots that was added meanwhile.
    Set<VoiceBotId> stored = Set.copyOf(inbox.voices());
    Set<VoiceBotId> kept = bots.get();
    for (VoiceBotId known : stored) {
      if (!kept.contains(known)) {
        inbox.of(config.bot().voice(known)).erase();
      }
    }
  }

  /** Ends all bots, side by side; none is run from now on. */
  void close(Duration deadline) throws InterruptedException {
    synchronized (this) {
      conversation = null;
    }
    DaemonThreads threads = new DaemonThreads("voice-bot-close");
    List<Thread> closing =
        running.values().stream().map(bot -> threads.newThread(() -> bot.close(deadline))).toList();
    closing.forEach(Thread::start);
    for (Thread each : closing) {
      each.join(deadline.toMillis());
    }
    running.clear();
  }
}
