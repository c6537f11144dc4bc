/** Finds what is secret in a text. {@link io.mynah.privacy.Secrets} is the way in. */
@NullMarked
package io.mynah.privacy;

import org.jspecify.annotations.NullMarked;
