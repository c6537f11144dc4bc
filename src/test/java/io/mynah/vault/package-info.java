/** Tests of keys and of what they seal. */
@NullMarked
package io.mynah.vault;

import org.jspecify.annotations.NullMarked;
