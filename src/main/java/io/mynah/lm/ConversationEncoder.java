package io.mynah.lm;

import io.mynah.domain.PersonKey;
import io.mynah.text.ControlTokens;
import io.mynah.text.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Encodes a conversation as tokens, from the view of one person. Each message is {@link
 * ControlTokens#OWN} or {@link ControlTokens#OTHER}, its text, {@link ControlTokens#END}. {@link
 * ControlTokens#GAP} marks left out messages. Models are told who speaks next and never predict it.
 * Thread-safe.
 */
public final class ConversationEncoder {
  private static final int[] GAP = {ControlTokens.GAP};

  private final Tokenizer tokenizer;
  private final PersonKey person;
  private final VoiceParameters.Context context;

  /** An encoder with the default context, in which models are made to speak. */
  public ConversationEncoder(Tokenizer tokenizer, PersonKey person) {
    this(tokenizer, person, VoiceParameters.defaults().context());
  }

  public ConversationEncoder(
      Tokenizer tokenizer, PersonKey person, VoiceParameters.Context context) {
    this.tokenizer = tokenizer;
    this.person = person;
    this.context = context;
  }

  /** How many messages of others a model sees before one of the person's own. */
  public int contextMessages() {
    return context.messages();
  }

  /** How many tokens there are. */
  public int vocabulary() {
    return tokenizer.size();
  }

  public boolean isOwn(Turn turn) {
    return turn.speaker().equals(person);
  }

  /**
   * The tokens of one message, opening and end included; of somebody else's long message only the
   * last ones.
   */
  public int[] message(Turn turn) {
    if (isOwn(turn)) {
      return own(turn.text());
    }
    String text = turn.text();
    int longest = context.longest();
    // Few tokens are longer than 32 characters, so what is cut off here would be cut off below.
    int from = Math.max(0, text.length() - longest * 32);
    int[] tokens = message(ControlTokens.OTHER, text.substring(from));
    if (tokens.length <= longest + 2) {
      return tokens;
    }
    int[] end = Arrays.copyOfRange(tokens, tokens.length - longest - 2, tokens.length);
    end[0] = ControlTokens.OTHER;
    return end;
  }

  /** The tokens of one of the person's own messages, opening and end included. */
  public int[] own(String text) {
    return message(ControlTokens.OWN, text);
  }

  private int[] message(int opening, String text) {
    int[] inner = tokenizer.encode(text);
    int[] tokens = new int[inner.length + 2];
    tokens[0] = opening;
    System.arraycopy(inner, 0, tokens, 1, inner.length);
    tokens[tokens.length - 1] = ControlTokens.END;
    return tokens;
  }

  /** How many Unicode code points the text of some tokens has. */
  public int characters(int[] tokens) {
    String text = tokenizer.decode(tokens, 0, tokens.length);
    return text.codePointCount(0, text.length());
  }

  /** The person's own messages, as if nobody else had spoken. */
  public TokenStream alone(List<Turn> turns) {
    Growing stream = new Growing();
    stream.add(GAP, 0);
    turns.stream().filter(this::isOwn).forEach(turn -> stream.add(message(turn), 1));
    return stream.toStream();
  }

  /**
   * The person's own messages, each after the messages just before it; the rest is left out.
   *
   * @param others the weight of the others' tokens
   */
  public TokenStream conversation(List<Turn> turns, float others) {
    boolean[] kept = new boolean[turns.size()];
    int left = 0;
    for (int i = turns.size() - 1; i >= 0; i--) {
      if (i + 1 < turns.size() && begins(turns, i + 1)) {
        left = 0;
      }
      if (isOwn(turns.get(i))) {
        left = context.messages();
        kept[i] = true;
      } else if (left > 0) {
        left--;
        kept[i] = true;
      }
    }
    Growing stream = new Growing();
    for (int i = 0; i < kept.length; i++) {
      if (kept[i]) {
        if (i == 0 || !kept[i - 1] || begins(turns, i)) {
          stream.add(GAP, 0);
        }
        stream.add(message(turns.get(i)), isOwn(turns.get(i)) ? 1 : others);
      }
    }
    return stream.toStream();
  }

  /** Whether a turn is of another chat than the one before it. */
  private static boolean begins(List<Turn> turns, int index) {
    return index > 0 && turns.get(index - 1).chat() != turns.get(index).chat();
  }

  /** Whether anyone else has a message. */
  public boolean othersSpeak(List<Turn> turns) {
    return turns.stream().anyMatch(turn -> !isOwn(turn));
  }

  /** All messages, with equal weight. */
  public TokenStream everyone(List<Turn> turns) {
    Growing stream = new Growing();
    for (int i = 0; i < Math.max(1, turns.size()); i++) {
      if (i == 0 || begins(turns, i)) {
        stream.add(GAP, 0);
      }
      if (i < turns.size()) {
        stream.add(message(turns.get(i)), 1);
      }
    }
    return stream.toStream();
  }

  /**
   * The person's own messages in several passes, in blocks: in one pass after the messages just
   * before them, in the other passes as if nobody else had spoken. So a model learns to continue
   * with and without a context, and spends little time on others' messages.
   *
   * @param others the weight of the others' tokens
   * @param lessons how many passes, and how long the blocks
   */
  public TokenStream person(List<Turn> turns, float others, VoiceParameters.Lessons lessons) {
    Growing stream = new Growing();
    List<List<Turn>> blocks = blocks(turns, lessons.block());
    int passes = lessons.passes();
    for (int pass = 0; pass < passes; pass++) {
      for (int i = 0; i < blocks.size(); i++) {
        TokenStream block =
            (i + pass) % passes == 0 ? conversation(blocks.get(i), others) : alone(blocks.get(i));
        stream.add(block);
      }
    }
    return stream.toStream();
  }

  /** The turns in blocks of so many of the person's own messages. */
  private List<List<Turn>> blocks(List<Turn> turns, int length) {
    List<List<Turn>> blocks = new ArrayList<>();
    int from = 0;
    int own = 0;
    for (int i = 0; i < turns.size(); i++) {
      if (isOwn(turns.get(i)) && ++own % length == 0) {
        blocks.add(turns.subList(from, i + 1));
        from = i + 1;
      }
    }
    blocks.add(turns.subList(from, turns.size()));
    return blocks;
  }

  /** A token stream under construction. */
  private static final class Growing {
    private int[] tokens = new int[1024];
    private float[] weights = new float[1024];
    private int length;

    /** Adds tokens. A control token that opens something has weight 0, since it is given. */
    void add(int[] more, float weight) {
      reserve(more.length);
      for (int token : more) {
        tokens[length] = token;
        weights[length++] = ControlTokens.is(token) && token != ControlTokens.END ? 0 : weight;
      }
    }

    void add(TokenStream more) {
      reserve(more.length());
      System.arraycopy(more.tokens(), 0, tokens, length, more.length());
      System.arraycopy(more.weights(), 0, weights, length, more.length());
      length += more.length();
    }

    private void reserve(int more) {
      if (length + more > tokens.length) {
        int wider = Math.max(2 * tokens.length, length + more);
        tokens = Arrays.copyOf(tokens, wider);
        weights = Arrays.copyOf(weights, wider);
      }
    }

    TokenStream toStream() {
      return new TokenStream(Arrays.copyOf(tokens, length), Arrays.copyOf(weights, length));
    }
  }
}
