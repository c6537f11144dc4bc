/** The way in: who is let in, what is meant, and which feature answers. Wires them all. */
@NullMarked
package io.mynah.chat.dispatch;

import org.jspecify.annotations.NullMarked;
