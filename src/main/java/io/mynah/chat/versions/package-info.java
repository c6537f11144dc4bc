/** The versions of voices, as their owners see them and choose among them. */
@NullMarked
package io.mynah.chat.versions;

import org.jspecify.annotations.NullMarked;
