package io.mynah.telegram;

import io.mynah.chat.Channel;
import io.mynah.chat.CurrentUpdate;
import io.mynah.chat.FileOffer;
import io.mynah.chat.FileTarget;
import io.mynah.chat.Incoming;
import io.mynah.chat.Offers;
import io.mynah.chat.Reply;
import io.mynah.chat.RichReply;
import io.mynah.domain.Address;
import io.mynah.domain.Bot;
import io.mynah.domain.MessageRef;
import io.mynah.domain.OwnerId;
import io.mynah.domain.VoiceBotId;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongPredicate;

/**
 * Sends by the bot that an address is of: Mynah's, or a voice's own. What has no address goes
 * through Mynah's. Thread-safe.
 */
final class RoutingChannel implements Channel {
  private final Channel own;
  private final Function<VoiceBotId, Optional<Channel>> voices;

  /**
   * @param own of Mynah's bot
   * @param voices the channels of the voices' bots that run
   */
  RoutingChannel(Channel own, Function<VoiceBotId, Optional<Channel>> voices) {
    this.own = own;
    this.voices = voices;
  }

  /** The channel of an address; empty if it is of a voice's bot that does not run. */
  private Optional<Channel> find(Address address) {
    Optional<VoiceBotId> voice = Bot.voiceAt(address);
    return voice.isEmpty() ? Optional.of(own) : voices.apply(voice.get());
  }

  private Channel at(Address address) throws IOException {
    return find(address).orElseThrow(() -> new Channel.NotSent("The bot of a voice does not run."));
  }

  @Override
  public MessageRef send(Address to, Reply reply) throws IOException {
    return at(to).send(to, reply);
  }

  @Override
  public MessageRef sendPicture(Address to, byte[] png, Reply caption) throws IOException {
    return at(to).sendPicture(to, png, caption);
  }

  @Override
  public MessageRef sendDocument(Address to, String name, byte[] content, Reply caption)
      throws IOException {
    return at(to).sendDocument(to, name, content, caption);
  }

  @Override
  public boolean showsTables() {
    return own.showsTables();
  }

  @Override
  public MessageRef sendRich(Address to, RichReply reply) throws IOException {
    return at(to).sendRich(to, reply);
  }

  @Override
  public void toast(Address at, String words) throws IOException {
    at(at).toast(at, words);
  }

  @Override
  public void edit(MessageRef message, Reply reply) {
    find(message.address()).ifPresent(channel -> channel.edit(message, reply));
  }

  @Override
  public void progress(MessageRef message, Reply reply) {
    find(message.address()).ifPresent(channel -> channel.progress(message, reply));
  }

  @Override
  public void react(MessageRef message, String emoji) {
    find(message.address()).ifPresent(channel -> channel.react(message, emoji));
  }

  @Override
  public Typing typing(Address at) {
    return find(at).map(channel -> channel.typing(at)).orElse(() -> {});
  }

  @Override
  public void offer(Incoming.Query query, Offers offers) {
    own.offer(query, offers);
  }

  @Override
  public void answer(Incoming.Guest guest, Offers.Offer answer) {
    own.answer(guest, answer);
  }

  @Override
  public void fetch(FileOffer file, FileTarget into, LongPredicate progress) throws IOException {
    own.fetch(file, into, progress);
  }

  @Override
  public MessageRef once(String name, Sending message) throws IOException {
    return own.once(name, message);
  }

  @Override
  public CurrentUpdate cause() {
    return own.cause();
  }

  @Override
  public String sourceKey(Address group) {
    return own.sourceKey(group);
  }

  @Override
  public Optional<Address> privately(OwnerId owner) {
    return own.privately(owner);
  }

  @Override
  public boolean isElsewhere(Address address) {
    return own.isElsewhere(address);
  }

  @Override
  public boolean isElsewhere(OwnerId owner) {
    return own.isElsewhere(owner);
  }

  @Override
  public long fetchLimit() {
    return own.fetchLimit();
  }

  @Override
  public boolean readsLocalPaths() {
    return own.readsLocalPaths();
  }
}
