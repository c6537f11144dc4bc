package io.mynah.lm.sampling;

import static io.mynah.lm.Chats.BELLA;

import io.mynah.lm.Chats;
import io.mynah.lm.ConversationEncoder;
import io.mynah.lm.Habits;
import io.mynah.lm.Openings;
import io.mynah.lm.Quantiles;
import io.mynah.lm.Scripted;
import io.mynah.lm.ShortMessages;
import io.mynah.lm.ShortMessages.Role;
import io.mynah.lm.TokenModel;
import java.util.List;
import java.util.Map;

/** A person who would say "drawn", with networks that judge short messages. */
class ScriptedPerson extends Scripted {
  private final ShortMessages messages;
  private final List<TokenModel> networks;

  ScriptedPerson(ShortMessages messages, TokenModel... networks) {
    super((heard, out) -> Scripted.write(Map.of("drawn", 1.0), Scripted.message(heard), out));
    this.messages = messages;
    this.networks = List.of(networks);
  }

  @Override
  public ShortMessages shortMessages() {
    return messages;
  }

  @Override
  public List<TokenModel> networks() {
    return networks;
  }

  /** Usual is what the networks find likely after nothing, or after one of the person's own. */
  @Override
  public Openings openings() {
    return Openings.join(networks.stream().map(ScriptedPerson::openings).toList());
  }

  private static Openings openings(TokenModel network) {
    Openings.Mean mean = new Openings.Mean(network, new ConversationEncoder(BYTES, BELLA));
    mean.add(Role.ANSWER, List.of());
    mean.add(Role.CONTINUATION, List.of(Chats.bella("so")));
    return mean.openings();
  }

  /** Three messages in a row. */
  @Override
  public Habits habits() {
    return new Habits(List.of(0.0, 0.0, 1.0), Quantiles.NONE, Quantiles.NONE);
  }

  /**
   * A network for which some messages are likely, each with its share, and others once a word was
   * heard.
   */
  static Scripted network(Map<String, Double> usual, String word, Map<String, Double> after) {
    return new Scripted(
        (heard, out) -> {
          String before = Scripted.text(heard);
          Scripted.write(before.contains(word) ? after : usual, Scripted.message(heard), out);
        });
  }
}
