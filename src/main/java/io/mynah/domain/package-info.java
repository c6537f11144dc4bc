/**
 * The words of the house: owners, people, messages, corpora, jobs and settings, as immutable
 * records. Everything here is a value and safe to share between threads.
 */
@NullMarked
package io.mynah.domain;

import org.jspecify.annotations.NullMarked;
