/** Exports, from the arrival of a file until its people are trained. */
@NullMarked
package io.mynah.chat.upload;

import org.jspecify.annotations.NullMarked;
