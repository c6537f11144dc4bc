package io.mynah.chat.upload;

import io.mynah.chat.FileOffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The files of an upload, as stored with it.
 *
 * @param local whether the handles are paths of this machine, read where they are and never deleted
 * @param language of the sender, for what is said later
 * @param album the id that files sent together share; may be empty
 */
record UploadFiles(boolean local, String language, String album, List<FileOffer> files) {
  UploadFiles {
    files = List.copyOf(files);
  }

  UploadFiles with(FileOffer file) {
    List<FileOffer> more = new ArrayList<>(files);
    more.add(file);
    return new UploadFiles(local, language, album, more);
  }

  boolean holds(FileOffer file) {
    return files.stream().anyMatch(f -> f.handle().equals(file.handle()));
  }
}
