package io.mynah.chat;

import io.mynah.domain.Address;
import io.mynah.domain.MessageRef;
import io.mynah.domain.VoiceBotId;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The host of a channel without voices' own bots. */
final class NoVoiceBots implements VoiceBotHost {
  @Override
  public boolean isAvailable() {
    return false;
  }

  @Override
  public boolean managesBots() {
    return false;
  }

  @Override
  public void request(Address to, String text, Wanted wanted) throws IOException {
    throw none();
  }

  @Override
  public void endRequest(Address to, String text) throws IOException {
    throw none();
  }

  @Override
  public String token(VoiceBotId bot) throws IOException {
    throw none();
  }

  private static IOException none() {
    return new IOException("This channel has no bots of voices.");
  }

  @Override
  public Optional<Found> find(String token) {
    return Optional.empty();
  }

  @Override
  public boolean delete(MessageRef message) {
    return false;
  }

  @Override
  public void restrict(VoiceBotId bot, boolean restricted) {}

  @Override
  public void present(VoiceBotId bot, @Nullable String name, List<Profile> profiles) {}

  @Override
  public void run(VoiceBotId bot, String token, Runnable refused) {}

  @Override
  public void end(VoiceBotId bot) {}

  @Override
  public Set<VoiceBotId> running() {
    return Set.of();
  }

  @Override
  public Optional<Address> at(VoiceBotId bot, Address chat) {
    return Optional.empty();
  }

  @Override
  public Address atMynah(Address chat) {
    return chat;
  }

  @Override
  public void keepOnly(Supplier<Set<VoiceBotId>> bots) {}
}
