/** Commands and conversations as use cases, whatever the channel; replies are values. */
@NullMarked
package io.mynah.chat;

import org.jspecify.annotations.NullMarked;
