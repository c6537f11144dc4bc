package io.mynah.models;

import io.mynah.domain.VoiceBase;
import io.mynah.models.UnusableVoice.Reason;
import io.mynah.vault.DataKey;
import io.mynah.vault.PassphraseSeal;
import io.mynah.vault.WrongPassphrase;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The file of a voice that is taken to another Mynah: a magic number and version (big-endian), and
 * sealed with a passphrase what is known of the voice, then its model. Stateless.
 */
final class VoiceFile {
  private static final long MAGIC = 0x4d594e4148564f58L; // "MYNAHVOX"
  private static final int VERSION = 1;
  private static final int HEADER_BYTES = Long.BYTES + Integer.BYTES;
  private static final String ASSOCIATED_DATA = "voice " + VERSION;

  private VoiceFile() {}

  /**
   * What is known of a voice, without its model.
   *
   * @param id random; the same in every copy of one file
   * @param name of the person
   * @param base that it speaks on; null if there is none, or its name is not known
   * @param digest of the base's network; empty if there is no base
   */
  record About(
      String id,
      String name,
      String stage,
      double validationBits,
      int trainedMessages,
      Instant trainedAt,
      int preparation,
      @Nullable VoiceBase base,
      String digest) {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");
    private static final Pattern DIGEST = Pattern.compile("([0-9a-f]{64})?");
    private static final int LONGEST_NAME = 1000;
    private static final int LONGEST_WORD = 100;

    /** Later than any time that is meant. */
    private static final Instant LAST = Instant.parse("3000-01-01T00:00:00Z");

    private void write(DataOutputStream out) throws IOException {
      out.writeUTF(id);
      out.writeUTF(plain(name));
      out.writeUTF(stage);
      out.writeDouble(validationBits);
      out.writeInt(trainedMessages);
      out.writeLong(trainedAt.toEpochMilli());
      out.writeInt(preparation);
      out.writeBoolean(base != null);
      if (base != null) {
        out.writeUTF(base.name());
        out.writeBoolean(base.shipped());
        out.writeUTF(base.licence());
      }
      out.writeUTF(digest);
    }

    private static About read(DataInputStream in) throws IOException, UnusableVoice {
      About about =
          new About(
              in.readUTF(),
              in.readUTF(),
              in.readUTF(),
              in.readDouble(),
              in.readInt(),
              Instant.ofEpochMilli(in.readLong()),
              in.readInt(),
              in.readBoolean() ? new VoiceBase(in.readUTF(), in.readBoolean(), in.readUTF()) : null,
              in.readUTF());
      if (!about.isPlausible()) {
        throw new UnusableVoice(Reason.DAMAGED);
      }
      return about;
    }

    /** A name as it may be in a file: not too long, and nothing that steers a terminal. */
    private static String plain(String name) {
      return name.substring(0, Math.min(LONGEST_NAME, name.length())).replaceAll("\\p{Cntrl}", " ");
    }

    private boolean isPlausible() {
      return ID.matcher(id).matches()
          && !name.isBlank()
          && name.equals(plain(name))
          && stage.length() <= LONGEST_WORD
          && !trainedAt.isBefore(Instant.EPOCH)
          && trainedAt.isBefore(LAST)
          && Double.isFinite(validationBits)
          && trainedMessages >= 0
          && preparation >= 0
          && (base == null
              || (base.name().equals(plain(base.name()))
                  && base.licence().equals(plain(base.licence()))))
          && DIGEST.matcher(digest).matches();
    }

    /** What its base is called, for somebody who has to add it. */
    String baseName() {
      return base == null ? digest : base.name() + " (" + digest + ")";
    }
  }

  /**
   * Writes a file.
   *
   * @param model writes the model in its format, unsealed
   */
  static void write(OutputStream out, String passphrase, About about, DataKey.Content model)
      throws IOException {
    out.write(ByteBuffer.allocate(HEADER_BYTES).putLong(MAGIC).putInt(VERSION).array());
    try (DataOutputStream content =
        new DataOutputStream(
            new BufferedOutputStream(
                PassphraseSeal.sealing(out, passphrase, ASSOCIATED_DATA), ModelFile.BUFFER))) {
      about.write(content);
      model.writeTo(content);
    }
  }

  /**
   * An open file.
   *
   * @param model what follows, which is checked as it is read, to its end
   */
  record Opened(About about, InputStream model) {}

  /** Opens a file. */
  static Opened open(InputStream in, String passphrase) throws UnusableVoice, IOException {
    ByteBuffer header = ByteBuffer.wrap(in.readNBytes(HEADER_BYTES));
    if (header.remaining() < HEADER_BYTES || header.getLong() != MAGIC) {
      throw new UnusableVoice(Reason.OTHER_FILE);
    }
    if (header.getInt() != VERSION) {
      throw new UnusableVoice(Reason.OTHER_VERSION);
    }
    try {
      DataInputStream opened =
          new DataInputStream(
              new BufferedInputStream(
                  PassphraseSeal.opening(in, passphrase, ASSOCIATED_DATA), ModelFile.BUFFER));
      return new Opened(About.read(opened), opened);
    } catch (WrongPassphrase e) {
      throw new UnusableVoice(Reason.WRONG_PASSPHRASE);
    } catch (IOException e) {
      throw new UnusableVoice(Reason.DAMAGED);
    }
  }
}
