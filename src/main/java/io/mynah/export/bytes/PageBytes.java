package io.mynah.export.bytes;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.mynah.export.Refusal.Reason;
import java.io.IOException;
import java.io.InputStream;

/**
 * The bytes of an HTML page. Limits the bytes between two messages, since the parser keeps what it
 * has not handed out yet, and the bytes of the whole page. Records how the page ended.
 */
public final class PageBytes extends ByteFilter {
  private static final String END = "</html>";
  private static final int TAIL = 64;

  /** How many bytes are read ahead of the parser. */
  private static final int BLOCK = 1 << 18;

  private final long most;
  private final long mostInAll;
  private long sinceRestart;
  private long count;
  private String tail = "";
  private boolean ended;

  public PageBytes(InputStream in, long most, long mostInAll) {
    super(in);
    this.most = most;
    this.mostInAll = mostInAll;
  }

  /** Starts counting again: a message was taken out of the parser. */
  public void restart() {
    sinceRestart = 0;
  }

  /** Whether the page was read to its end and has a proper ending. */
  public boolean isComplete() {
    return ended && tail.strip().endsWith(END);
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int n = in.read(target, offset, length);
    if (n < 0) {
      ended = true;
      return n;
    }
    int last = Math.min(n, TAIL);
    String all = tail + new String(target, offset + n - last, last, ISO_8859_1);
    tail = all.substring(Math.max(0, all.length() - TAIL));
    count += n;
    if (count > mostInAll) {
      throw RefusedException.limit(Reason.FILE_TOO_LARGE, mostInAll);
    }
    sinceRestart += n;
    if (sinceRestart > most + BLOCK) {
      throw RefusedException.limit(Reason.TEXT_TOO_LONG, most);
    }
    return n;
  }
}
