package io.mynah.telegram;

import io.mynah.chat.Channel;
import io.mynah.chat.CurrentUpdate;
import io.mynah.chat.Emphasis;
import io.mynah.chat.FileOffer;
import io.mynah.chat.FileTarget;
import io.mynah.chat.Incoming;
import io.mynah.chat.Offers;
import io.mynah.chat.Reply;
import io.mynah.chat.RichReply;
import io.mynah.domain.Address;
import io.mynah.domain.MessageRef;
import io.mynah.domain.OwnerId;
import io.mynah.store.inbox.PendingEdits;
import io.mynah.store.inbox.SentReplies;
import io.mynah.telegram.connection.ApiFault;
import io.mynah.telegram.connection.ApiFault.Kind;
import io.mynah.telegram.connection.BackgroundCalls;
import io.mynah.telegram.connection.BotApi;
import io.mynah.telegram.connection.ReachabilityProbe;
import io.mynah.telegram.connection.TelegramAddress;
import io.mynah.telegram.connection.TelegramConfig;
import io.mynah.telegram.outgoing.AllowedReactions;
import io.mynah.telegram.outgoing.CallbackAnswers;
import io.mynah.telegram.outgoing.DurableAnswer;
import io.mynah.telegram.outgoing.DurableEdits;
import io.mynah.telegram.outgoing.EditQueue;
import io.mynah.telegram.outgoing.FileDownloads;
import io.mynah.telegram.outgoing.FloodControl;
import io.mynah.telegram.outgoing.InlineKeyboards;
import io.mynah.telegram.outgoing.InlineResults;
import io.mynah.telegram.outgoing.MessageSender;
import io.mynah.telegram.outgoing.MessageSplitter;
import io.mynah.telegram.outgoing.Outbox;
import io.mynah.telegram.outgoing.TextEntities;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.telegram.telegrambots.meta.api.methods.GetFile;
import org.telegram.telegrambots.meta.api.methods.reactions.SetMessageReaction;
import org.telegram.telegrambots.meta.api.methods.send.SendChatAction;
import org.telegram.telegrambots.meta.api.methods.updatingmessages.EditMessageText;
import org.telegram.telegrambots.meta.api.objects.File;
import org.telegram.telegrambots.meta.api.objects.LinkPreviewOptions;
import org.telegram.telegrambots.meta.api.objects.reactions.ReactionTypeEmoji;

/**
 * The channel of conversations on Telegram. Messages of one chat are sent one after the other.
 * Thread-safe.
 */
final class TelegramChannel implements Channel {
  private static final Logger log = LoggerFactory.getLogger(TelegramChannel.class);

  /** The largest file that Telegram's own server lets a bot download, in bytes. */
  static final long CLOUD_LIMIT = 20L << 20;

  private final TelegramConfig config;
  private final BotApi api;
  private final Outbox outbox;
  private final MessageSender sender;
  private final FloodControl flood;
  private final EditQueue edits;
  private final DurableEdits durableEdits;
  private final FileDownloads downloads;
  private final BackgroundCalls backgroundCalls;
  private final CallbackAnswers callbackAnswers;
  private final SentReplies sentReplies;
  private final ScheduledExecutorService timer;

  /**
   * Whether a private server turned out not to run with {@code --local}, so that Telegram's limit
   * applies.
   */
  private volatile boolean cloudLimitApplies;

  TelegramChannel(
      TelegramConfig config,
      BotApi api,
      Outbox outbox,
      FloodControl flood,
      FileDownloads downloads,
      BackgroundCalls backgroundCalls,
      SentReplies sentReplies,
      PendingEdits pendingEdits,
      ReachabilityProbe reachability,
      CallbackAnswers callbackAnswers,
      ScheduledExecutorService timer) {
    this.callbackAnswers = callbackAnswers;
    this.config = config;
    this.sentReplies = sentReplies;
    this.api = api;
    this.outbox = outbox;
    this.sender = new MessageSender(config.bot(), api, outbox);
    this.flood = flood;
    this.downloads = downloads;
    this.backgroundCalls = backgroundCalls;
    this.timer = timer;
    this.edits = new EditQueue(this::change, flood, config, reachability, timer);
    this.durableEdits = new DurableEdits(config.bot(), edits, pendingEdits);
  }

  @Override
  public MessageRef send(Address to, Reply reply) throws IOException {
    return sender.text(address(to), reply);
  }

  @Override
  public MessageRef sendPicture(Address to, byte[] png, Reply caption) throws IOException {
    return sender.picture(address(to), png, caption);
  }

  @Override
  public MessageRef sendDocument(Address to, String name, byte[] content, Reply caption)
      throws IOException {
    return sender.document(address(to), name, content, caption);
  }

  @Override
  public boolean showsTables() {
    return true;
  }

  @Override
  public MessageRef sendRich(Address to, RichReply reply) throws IOException {
    return sender.rich(address(to), reply);
  }

  @Override
  public void edit(MessageRef message, Reply reply) {
    // Messages on a terminal, or of another bot, are not here.
    if (config.bot().has(message.address())) {
      durableEdits.put(message, reply);
    }
  }

  @Override
  public void progress(MessageRef message, Reply reply) {
    if (config.bot().has(message.address())) {
      edits.put(message, reply, EditQueue.NO_CALLBACK);
    }
  }

  private void change(MessageRef message, Reply reply) throws ApiFault, InterruptedException {
    // Use the old chat id: a supergroup numbers its messages anew, so that the number would mean
    // another message there.
    long chat = address(message.address()).chat();
    if (outbox.isClosed(chat)) {
      return;
    }
    String text = MessageSplitter.shorten(reply.text());
    try {
      api.call(
          EditMessageText.builder()
              .chatId(Long.toString(chat))
              .messageId(Integer.valueOf(message.messageId()))
              .text(Emphasis.off(text))
              .entities(TextEntities.of(text))
              .replyMarkup(InlineKeyboards.of(reply.buttons()))
              .linkPreviewOptions(noPreview())
              .build());
    } catch (ApiFault fault) {
      if (fault.kind() == Kind.FORBIDDEN) {
        outbox.forbidden(chat);
      }
      outbox.noteMove(chat, fault);
      throw fault;
    }
  }

  @Override
  public void offer(Incoming.Query query, Offers offers) {
    backgroundCalls.run(
        InlineResults.of(query.envelope().message().messageId(), offers),
        fault -> log.debug("A query was not answered: {}", fault.getMessage()));
  }

  @Override
  public void answer(Incoming.Guest question, Offers.Offer message) {
    backgroundCalls.run(
        InlineResults.ofGuest(question.envelope().message().messageId(), message),
        fault -> log.debug("A guest question was not answered: {}", fault.getMessage()));
  }

  @Override
  public void react(MessageRef message, String emoji) {
    if (!AllowedReactions.has(emoji)) {
      return;
    }
    backgroundCalls.run(
        SetMessageReaction.builder()
            .chatId(Long.toString(address(message.address()).chat()))
            .messageId(Integer.valueOf(message.messageId()))
            .reactionTypes(List.of(new ReactionTypeEmoji(emoji)))
            .build(),
        fault -> log.debug("A message bears no reaction: {}", fault.getMessage()));
  }

  @Override
  public Typing typing(Address at) {
    TelegramAddress address = address(at);
    try {
      ScheduledFuture<?> shown =
          timer.scheduleWithFixedDelay(
              () -> showTyping(address),
              0,
              config.pace().typingEvery().toMillis(),
              TimeUnit.MILLISECONDS);
      return () -> shown.cancel(false);
    } catch (RejectedExecutionException e) {
      return () -> {};
    }
  }

  private void showTyping(TelegramAddress address) {
    long chat = outbox.current(address.chat());
    if (flood.isPaused(chat) || outbox.isClosed(chat)) {
      return;
    }
    try {
      SendChatAction typing = new SendChatAction(Long.toString(chat), "typing");
      typing.setMessageThreadId(address.topic());
      api.call(typing);
    } catch (ApiFault fault) {
      if (fault.kind() == Kind.TOO_FAST) {
        flood.pause(chat, fault.retryAfter());
      }
      outbox.noteMove(chat, fault);
      log.debug("Typing was not shown: {}", fault.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      // An exception would end the repetition.
      log.warn("Typing was not shown.", e);
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>Sends a message instead if the press can no longer be answered; nothing in a group.
   */
  @Override
  public void toast(Address at, String words) throws IOException {
    if (!callbackAnswers.say(Emphasis.off(words)) && address(at).chat() > 0) {
      send(at, Reply.of(words));
    }
  }

  /**
   * {@inheritDoc}
   *
   * @throws java.io.InterruptedIOException when {@code progress} stopped it, or the bot is stopping
   */
  @Override
  public void fetch(FileOffer file, FileTarget into, LongPredicate progress) throws IOException {
    if (file.size() > fetchLimit()) {
      throw tooBig();
    }
    try {
      fetchOnce(file, into, progress);
    } catch (FileDownloads.NotOnDisk e) {
      // Another fetch took and deleted the file; on a new request the server provides it again.
      fetchOnce(file, into, progress);
    }
  }

  private void fetchOnce(FileOffer file, FileTarget into, LongPredicate progress)
      throws IOException {
    File telegramFile;
    try {
      telegramFile = outbox.ask(new GetFile(file.handle()));
    } catch (ApiFault fault) {
      if (fault.says("file is too big")) {
        cloudLimitApplies = true;
        throw tooBig();
      }
      log.info("A file was not given: {}", fault.getMessage());
      throw new FileUnavailable("Telegram does not give this file. Please send it again.");
    }
    if (telegramFile.getFilePath() == null) {
      throw new FileUnavailable("Telegram does not give this file. Please send it again.");
    }
    long size = telegramFile.getFileSize() == null ? -1 : telegramFile.getFileSize();
    downloads.fetch(telegramFile.getFilePath(), size, fetchLimit(), into, progress);
  }

  private static FileUnavailable tooBig() {
    return new FileUnavailable(
        "Telegram gives bots no file over 20 MB. Zip it, which makes an export about ten times"
            + " smaller, or use a Bot API server of your own.");
  }

  @Override
  public String sourceKey(Address group) {
    return address(group).sourceKey();
  }

  @Override
  public Optional<Address> privately(OwnerId owner) {
    return TelegramAddress.privateChat(config.bot(), owner).map(TelegramAddress::toAddress);
  }

  @Override
  public boolean isElsewhere(Address address) {
    return config.bot().isElsewhere(address);
  }

  @Override
  public boolean isElsewhere(OwnerId owner) {
    return config.bot().isElsewhere(owner);
  }

  private TelegramAddress address(Address address) {
    return TelegramAddress.of(config.bot(), address);
  }

  @Override
  public CurrentUpdate cause() {
    DurableAnswer answer = DurableAnswer.current();
    return answer == null ? CurrentUpdate.NONE : answer;
  }

  @Override
  public MessageRef once(String name, Sending message) throws IOException {
    return DurableAnswer.named(name, sentReplies).say(message);
  }

  @Override
  public long fetchLimit() {
    return config.localServer() && !cloudLimitApplies ? Long.MAX_VALUE : CLOUD_LIMIT;
  }

  @Override
  public boolean readsLocalPaths() {
    return false;
  }

  /** Marks a chat as open to the bot again, because somebody wrote there. */
  void heardFrom(Address address) {
    outbox.heardFrom(address(address).chat());
  }

  /** Redirects a group that became a supergroup to its new id. */
  void moved(long from, long to) {
    outbox.redirect(from, to);
  }

  /** Queues the edits of messages that an earlier process did not make. */
  void resume() {
    durableEdits.resume();
  }

  /** Makes the pending edits. */
  void flush(Duration deadline) throws InterruptedException {
    edits.close(deadline);
  }

  private static LinkPreviewOptions noPreview() {
    return LinkPreviewOptions.builder().isDisabled(true).build();
  }
}
