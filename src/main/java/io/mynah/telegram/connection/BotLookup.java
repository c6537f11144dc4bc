package io.mynah.telegram.connection;

import io.mynah.chat.VoiceBotHost;
import io.mynah.domain.VoiceBotId;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Optional;
import okhttp3.OkHttpClient;
import org.telegram.telegrambots.meta.api.methods.GetMe;
import org.telegram.telegrambots.meta.api.objects.User;

/** Asks Telegram which bot a token is of. */
public final class BotLookup {
  private BotLookup() {}

  /**
   * Asks once.
   *
   * @param config with the token
   * @param beforeCall run before the call is sent, on its thread
   * @return the bot; empty if Telegram does not accept the token
   * @throws IOException when Telegram does not say
   */
  public static Optional<VoiceBotHost.Found> find(TelegramConfig config, Runnable beforeCall)
      throws IOException {
    TokenGuard guard = new TokenGuard(config.token());
    HttpClients http = new HttpClients(config, beforeCall);
    try {
      OkHttpClient calls = http.forCalls(new ReplyCheckInterceptor(guard));
      User bot = new BotApi(config, calls, calls, guard, BotEvents.IGNORED).call(new GetMe());
      return Optional.of(
          new VoiceBotHost.Found(new VoiceBotId(bot.getId()), String.valueOf(bot.getUserName())));
    } catch (ApiFault fault) {
      if (fault.kind() == ApiFault.Kind.TOKEN_REFUSED) {
        return Optional.empty();
      }
      throw new IOException(fault.getMessage(), fault);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("The bot is stopping.");
    } finally {
      http.close();
    }
  }
}
