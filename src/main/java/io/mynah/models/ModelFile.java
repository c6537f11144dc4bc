package io.mynah.models;

import io.mynah.domain.PersonId;
import io.mynah.lm.LanguageModel;
import io.mynah.lm.ModelFormat;
import io.mynah.lm.OtherBase;
import io.mynah.vault.DataKey;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/**
 * Reads and writes a person's model file: a header (magic, version; big-endian), then the payload
 * of the {@link ModelFormat}, sealed for the person with the key of their chat. Parses only
 * verified bytes, and rejects a file that does not end where it should.
 *
 * @param key of the person's chat
 */
record ModelFile(PersonId person, DataKey key, ModelFormat format) {
  static final int HEADER_BYTES = 8 + 4;
  static final long MAGIC = 0x4d594e41484d444cL; // "MYNAHMDL"
  static final int BUFFER = 1 << 16;

  private static final int VERSION = 2;

  /** Writes a model. */
  void write(OutputStream out, LanguageModel model) throws IOException {
    write(
        out,
        bytes -> {
          DataOutputStream data = new DataOutputStream(bytes);
          format.write(model, data);
          data.flush();
        });
  }

  void write(OutputStream out, DataKey.Content payload) throws IOException {
    out.write(ByteBuffer.allocate(HEADER_BYTES).putLong(MAGIC).putInt(VERSION).array());
    key.seal(
        out,
        associatedData(),
        sealing -> {
          OutputStream buffered = new BufferedOutputStream(sealing, BUFFER);
          payload.writeTo(buffered);
          buffered.flush();
        });
  }

  private String associatedData() {
    return "models " + VERSION + " " + person.value();
  }

  /**
   * Reads a model to the end of a file.
   *
   * @throws UncheckedIOException if the file cannot be checked: it or the base cannot be read now,
   *     or the thread was interrupted
   */
  LanguageModel read(InputStream file) throws DamagedModel {
    try {
      checkHeader(file);
      return parse(key.opening(file, associatedData()));
    } catch (IOException e) {
      throw damaged("the file cannot be read", e);
    }
  }

  /** Writes the payload, unsealed. */
  void copy(InputStream file, OutputStream out) throws DamagedModel, IOException {
    checkHeader(file);
    InputStream payload = key.opening(file, associatedData());
    byte[] some = new byte[BUFFER];
    for (int read = read(payload, some); read >= 0; read = read(payload, some)) {
      out.write(some, 0, read);
    }
  }

  private static int read(InputStream payload, byte[] into) throws DamagedModel {
    try {
      return payload.read(into);
    } catch (IOException e) {
      throw damaged("the payload was altered, cut off or sealed otherwise", e);
    }
  }

  private LanguageModel parse(InputStream opened) throws DamagedModel {
    return parse(format, opened);
  }

  /** Reads a model to the end of its payload, unsealed. */
  static LanguageModel parse(ModelFormat format, InputStream opened) throws DamagedModel {
    DataInputStream payload = new DataInputStream(new BufferedInputStream(opened, BUFFER));
    try {
      LanguageModel model = format.read(payload);
      try {
        if (payload.read() < 0) {
          return model;
        }
      } catch (IOException e) {
        model.close();
        throw e;
      }
      model.close();
      throw new DamagedModel("the payload is longer than the model");
    } catch (OtherBase e) {
      throw new DamagedModel("it belongs to another base than the one in use", e);
    } catch (UncheckedIOException e) {
      throw e; // something that the model needs cannot be read now
    } catch (IOException | RuntimeException e) {
      throw damaged("the payload was altered, cut off or sealed otherwise", e);
    }
  }

  /**
   * Creates a fault for a damaged file, unless the thread was interrupted meanwhile, which may be
   * the cause.
   */
  static DamagedModel damaged(String what, Exception cause) {
    if (Thread.currentThread().isInterrupted()) {
      throw new UncheckedIOException(new InterruptedIOException("interrupted while reading"));
    }
    return new DamagedModel(what, cause);
  }

  private static void checkHeader(InputStream file) throws IOException, DamagedModel {
    byte[] bytes = file.readNBytes(HEADER_BYTES);
    if (bytes.length < HEADER_BYTES) {
      throw new DamagedModel("the file ends within its header");
    }
    ByteBuffer header = ByteBuffer.wrap(bytes);
    if (header.getLong() != MAGIC) {
      throw new DamagedModel("the file does not begin as a model does");
    }
    int version = header.getInt();
    if (version != VERSION) {
      throw new DamagedModel("version " + version + " is not known here");
    }
  }
}
