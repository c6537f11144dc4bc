/**
 * Finds secrets in texts, so that they are not learned. {@link io.mynah.privacy.Secrets} is the
 * entry point.
 */
@NullMarked
package io.mynah.privacy;

import org.jspecify.annotations.NullMarked;
