package io.mynah.models;

import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.domain.VoiceRecord;
import io.mynah.lm.LanguageModel;
import io.mynah.lm.OtherBase;
import io.mynah.models.UnusableVoice.Reason;
import io.mynah.models.VoiceFile.About;
import io.mynah.store.corpora.Corpora;
import io.mynah.store.corpora.ImportedVoices;
import io.mynah.store.database.Change;
import io.mynah.store.jobs.VoiceRecords;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;

/**
 * Writes voices to files, and takes in such files from another Mynah. A voice that was taken in is
 * that of a person of a chat of their own, which has no messages. Thread-safe.
 */
public final class VoiceTransfer {
  private static final int ID_BYTES = 16;

  private final ModelLibrary models;
  private final VoiceRecords voiceRecords;
  private final Corpora corpora;

  public VoiceTransfer(ModelLibrary models, VoiceRecords voiceRecords, Corpora corpora) {
    this.models = models;
    this.voiceRecords = voiceRecords;
    this.corpora = corpora;
  }

  /**
   * Writes the voice of a person, sealed with a passphrase.
   *
   * @param out closed when all is written
   * @throws MissingModel when there is none
   * @throws DamagedModel when it is damaged; a part may be written by then
   */
  public void write(Person person, String passphrase, OutputStream out)
      throws MissingModel, DamagedModel, IOException {
    VoiceRecord voice = voiceRecords.find(person).orElseThrow(MissingModel::new);
    String digest;
    try (ModelLibrary.Lease lease = models.borrow(person)) {
      digest = lease.model().base().orElse("");
    }
    byte[] id = new byte[ID_BYTES];
    new SecureRandom().nextBytes(id);
    About about =
        new About(
            HexFormat.of().formatHex(id),
            person.name(),
            voice.stage(),
            voice.validationBits(),
            voice.trainedMessages(),
            voice.trainedAt(),
            voice.preparation(),
            voice.base(),
            digest);
    try {
      VoiceFile.write(out, passphrase, about, content -> copy(person, content));
    } catch (Unreadable e) {
      if (e.getCause() instanceof MissingModel missing) {
        throw missing;
      }
      if (e.getCause() instanceof DamagedModel damaged) {
        throw damaged;
      }
      throw e;
    }
  }

  /** Carries a fault of the model out of where only other ones are expected. */
  private static final class Unreadable extends IOException {
    private static final long serialVersionUID = 1L;

    Unreadable(Exception cause) {
      super(cause);
    }
  }

  private void copy(Person person, OutputStream to) throws IOException {
    try {
      models.copy(person, to);
    } catch (MissingModel | DamagedModel e) {
      throw new Unreadable(e);
    }
  }

  /**
   * Takes in a voice from a file: its person, record and model become visible together, or nothing
   * does.
   *
   * @param in read to its end, left open
   * @throws UnusableVoice when it cannot be taken in
   */
  public Person read(OwnerId owner, InputStream in, String passphrase, Instant now)
      throws UnusableVoice, IOException {
    VoiceFile.Opened opened = VoiceFile.open(in, passphrase);
    About about = opened.about();
    try (LanguageModel model = parsed(opened)) {
      ImportedVoices imports = new ImportedVoices(corpora);
      ImportedVoices.Arriving arriving =
          imports
              .begin(owner, about.id(), about.trainedAt())
              .orElseThrow(() -> new UnusableVoice(Reason.KNOWN));
      boolean published = false;
      try {
        Change visible = imports.publishing(arriving, about.name(), now);
        models.publish(
            arriving.person(), model, visible.and(voiceRecords.saving(record(arriving, about))));
        published = true;
      } finally {
        if (!published) {
          imports.discard(arriving);
        }
      }
      return corpora.person(owner, arriving.person()).orElseThrow(UnknownPerson::new);
    }
  }

  private LanguageModel parsed(VoiceFile.Opened opened) throws UnusableVoice {
    try {
      return models.parse(opened.model());
    } catch (DamagedModel e) {
      throw e.getCause() instanceof OtherBase
          ? new UnusableVoice(Reason.MISSING_BASE, opened.about().baseName())
          : new UnusableVoice(Reason.DAMAGED);
    }
  }

  private static VoiceRecord record(ImportedVoices.Arriving arriving, About about) {
    return new VoiceRecord(
        arriving.person(),
        about.stage(),
        about.validationBits(),
        about.trainedMessages(),
        about.trainedAt(),
        about.preparation(),
        about.base());
  }
}
