package io.mynah.export.bytes;

import java.io.IOException;
import java.io.InputStream;

/** Bytes that can be read more than once, from the start each time. */
@FunctionalInterface
public interface ByteSource {
  InputStream open() throws IOException;
}
