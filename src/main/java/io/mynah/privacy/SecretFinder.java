package io.mynah.privacy;

import java.util.List;

/** Finds secrets of some kinds. Thread-safe. */
@FunctionalInterface
interface SecretFinder {
  /** The positions of secrets, in any order; they may overlap. */
  List<SecretSpan> find(String text);
}
