/** The feature {@code /converse}: two models talk with each other. */
@NullMarked
package io.mynah.chat.converse;

import org.jspecify.annotations.NullMarked;
