package io.mynah.chat.upload;

import io.mynah.chat.Channel;
import io.mynah.chat.FileOffer;
import io.mynah.chat.Reply;
import io.mynah.chat.feature.FaultLog;
import io.mynah.chat.limits.Quotas;
import io.mynah.chat.words.Phrases;
import io.mynah.domain.OwnerId;
import io.mynah.export.Refusal;
import io.mynah.export.reading.ExportReader;
import java.io.IOException;
import java.util.Optional;

/**
 * Says why files are not taken in, and ends uploads that cannot go on, with the reason in their
 * notice. Thread-safe.
 */
final class UploadRefusals {
  private static final int AT_ONCE = 5;

  private final Channel channel;
  private final ExportReader reader;
  private final UploadRepository repository;
  private final Quotas quotas;
  private final FaultLog faults;
  private final String serverSetting;

  /**
   * @param serverSetting what the setting of the Bot API server's address is called
   */
  UploadRefusals(
      Channel channel,
      ExportReader reader,
      UploadRepository repository,
      Quotas quotas,
      FaultLog faults,
      String serverSetting) {
    this.channel = channel;
    this.reader = reader;
    this.repository = repository;
    this.quotas = quotas;
    this.faults = faults;
    this.serverSetting = serverSetting;
  }

  /** Why files are of no use, where their size tells. */
  Optional<String> ofSize(Phrases phrases, UploadFiles files) {
    return files.local()
        ? Optional.empty()
        : files.files().stream().flatMap(file -> ofSize(phrases, file).stream()).findFirst();
  }

  private Optional<String> ofSize(Phrases phrases, FileOffer file) {
    return tooLarge(phrases, file)
        .or(
            () ->
                reader
                    .refusal(file.name() == null ? "" : file.name(), file.size())
                    .map(refusal -> RefusalText.of(phrases, refusal)));
  }

  private Optional<String> tooLarge(Phrases phrases, FileOffer file) {
    return RefusalText.tooLarge(phrases, file, channel.fetchLimit(), serverSetting);
  }

  /** Why an owner cannot have another upload beside those that are open. */
  Optional<String> ofNumber(OwnerId owner, Phrases phrases) {
    int open = repository.of(owner).size();
    return open < AT_ONCE
        ? Optional.empty()
        : Optional.of(phrases.of("upload.too-many", "count", open));
  }

  /** Counts an export to be read; returns the reason if it is more than the owner may have read. */
  Optional<String> ofQuota(OwnerId owner, Phrases phrases) {
    return quotas.refuseUpload(owner, phrases);
  }

  /** Ends an upload whose file the channel does not give. */
  void endUnavailable(Upload upload) {
    // A limit of the channel's may be known only since a file was asked for.
    Phrases phrases = repository.phrases(upload);
    end(
        upload,
        upload.files().files().stream()
            .flatMap(file -> tooLarge(phrases, file).stream())
            .findFirst()
            .orElseGet(() -> phrases.of("upload.unavailable")));
  }

  /** Logs what kept an upload from going on, and ends the upload. */
  void endFailed(Upload upload, Throwable fault) {
    String id = faults.log(fault);
    Phrases phrases = repository.phrases(upload);
    String key = fault instanceof IOException ? "upload.fetch-failed" : "error";
    end(upload, quotas.disk().isWhy(fault) ? phrases.of("limits.disk") : phrases.of(key, "id", id));
  }

  /** Ends an upload that cannot be read, unless it is to be read again at the next start. */
  void end(Upload upload, Refusal refusal) {
    if (refusal.reason() != Refusal.Reason.CANCELLED) {
      end(upload, RefusalText.of(repository.phrases(upload), refusal));
    }
  }

  /** Ends an upload; its notice says why. */
  void end(Upload upload, String sentence) {
    try {
      repository.show(upload, Reply.of(sentence));
    } catch (IOException e) {
      String unused = faults.log(e);
    }
    repository.drop(upload);
  }
}
