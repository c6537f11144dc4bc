package io.mynah.lm;

import io.mynah.domain.PersonKey;
import io.mynah.text.ControlTokens;
import io.mynah.text.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A conversation as tokens, seen from one person: each message is {@link ControlTokens#OWN} or
 * {@link Control#OTHER}, its text, {@link ControlTokens#END}; {@link ControlTokens#GAP} stands
 * where messages are left out. Whose turn it is is given to a model, never predicted. Thread-safe.
 */
public final class ConversationEncoder {
  /** How many messages of others a model sees before one of the person's own. */
  public static final int CONTEXT = 2;

  /** Tokens kept of a message of someone else's; its last ones are what is answered. */
  private static final int LONGEST_OF_OTHERS = 48;

  /** The person's own messages in a row with context or without, see {@link #person}. */
  private static final int BLOCK = 24;

  private static final int PASSES = 3;

  private static final int[] GAP = {ControlTokens.GAP};

  private final Tokenizer tokenizer;
  private final PersonKey person;

  public ConversationEncoder(Tokenizer tokenizer, PersonKey person) {
    this.tokenizer = tokenizer;
    this.person = person;
  }

  public boolean isOwn(Turn turn) {
    return turn.speaker().equals(person);
  }

  /** One message; of a long one of someone else's only the end. */
  public int[] message(Turn turn) {
    if (isOwn(turn)) {
      return own(turn.text());
    }
    String text = turn.text();
    // Few tokens are longer than 32 characters: what is cut off here would be cut off below.
    int from = Math.max(0, text.length() - LONGEST_OF_OTHERS * 32);
    int[] tokens = message(ControlTokens.OTHER, text.substring(from));
    if (tokens.length <= LONGEST_OF_OTHERS + 2) {
      return tokens;
    }
    int[] end = Arrays.copyOfRange(tokens, tokens.length - LONGEST_OF_OTHERS - 2, tokens.length);
    end[0] = ControlTokens.OTHER;
    return end;
  }

  /** One message of the person's own. */
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

  /** Unicode code points that tokens stand for. */
  public int characters(int[] tokens) {
    String text = tokenizer.decode(tokens, 0, tokens.length);
    return text.codePointCount(0, text.length());
  }

  /** The person's own messages and nothing else, for counting. */
  public int[] ownMessages(List<Turn> turns) {
    Growing stream = new Growing();
    turns.stream().filter(this::isOwn).forEach(turn -> stream.add(message(turn), 1));
    return Arrays.copyOf(stream.tokens, stream.length);
  }

  /** All messages as though they were the person's own, for counting. */
  public int[] allMessages(List<Turn> turns) {
    Growing stream = new Growing();
    turns.forEach(turn -> stream.add(message(ControlTokens.OWN, turn.text()), 1));
    return Arrays.copyOf(stream.tokens, stream.length);
  }

  /** The person's own messages, as though nobody else had spoken. */
  public TokenStream alone(List<Turn> turns) {
    Growing stream = new Growing();
    stream.add(GAP, 0);
    turns.stream().filter(this::isOwn).forEach(turn -> stream.add(message(turn), 1));
    return stream.toStream();
  }

  /**
   * The person's own messages, each after what was said just before; the rest is left out.
   *
   * @param others the weight of the others' tokens
   */
  public TokenStream conversation(List<Turn> turns, float others) {
    boolean[] kept = new boolean[turns.size()];
    int left = 0;
    for (int i = turns.size() - 1; i >= 0; i--) {
      if (isOwn(turns.get(i))) {
        left = CONTEXT;
        kept[i] = true;
      } else if (left > 0) {
        left--;
        kept[i] = true;
      }
    }
    Growing stream = new Growing();
    for (int i = 0; i < kept.length; i++) {
      if (kept[i]) {
        if (i == 0 || !kept[i - 1]) {
          stream.add(GAP, 0);
        }
        stream.add(message(turns.get(i)), isOwn(turns.get(i)) ? 1 : others);
      }
    }
    return stream.toStream();
  }

  /** Whether anyone else says something. */
  public boolean othersSpeak(List<Turn> turns) {
    return turns.stream().anyMatch(turn -> !isOwn(turn));
  }

  /** Everything that was said, all of it counting alike. */
  public TokenStream everyone(List<Turn> turns) {
    Growing stream = new Growing();
    stream.add(GAP, 0);
    turns.forEach(turn -> stream.add(message(turn), 1));
    return stream.toStream();
  }

  /**
   * The person's own messages {@link #PASSES} times over, some {@link #BLOCK} at a time: in one
   * pass after what was said just before, in the others as though nobody else had spoken. So a
   * model learns to go on with and without a context, and not much of its time goes to others'
   * messages.
   *
   * @param others the weight of the others' tokens
   */
  public TokenStream person(List<Turn> turns, float others) {
    Growing stream = new Growing();
    List<List<Turn>> blocks = blocks(turns);
    for (int pass = 0; pass < PASSES; pass++) {
      for (int i = 0; i < blocks.size(); i++) {
        TokenStream block =
            (i + pass) % PASSES == 0 ? conversation(blocks.get(i), others) : alone(blocks.get(i));
        stream.add(block);
      }
    }
    return stream.toStream();
  }

  /** Stretches with so many of the person's own messages each. */
  private List<List<Turn>> blocks(List<Turn> turns) {
    List<List<Turn>> blocks = new ArrayList<>();
    int from = 0;
    int own = 0;
    for (int i = 0; i < turns.size(); i++) {
      if (isOwn(turns.get(i)) && ++own % BLOCK == 0) {
        blocks.add(turns.subList(from, i + 1));
        from = i + 1;
      }
    }
    blocks.add(turns.subList(from, turns.size()));
    return blocks;
  }

  /** Tokens and weights that grow. */
  private static final class Growing {
    private int[] tokens = new int[1024];
    private float[] weights = new float[1024];
    private int length;

    /** Adds tokens; a control token that opens something has no weight, for it is given. */
    void add(int[] more, float weight) {
      room(more.length);
      for (int token : more) {
        tokens[length] = token;
        weights[length++] = ControlTokens.is(token) && token != ControlTokens.END ? 0 : weight;
      }
    }

    void add(TokenStream more) {
      room(more.length());
      System.arraycopy(more.tokens(), 0, tokens, length, more.length());
      System.arraycopy(more.weights(), 0, weights, length, more.length());
      length += more.length();
    }

    private void room(int more) {
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
