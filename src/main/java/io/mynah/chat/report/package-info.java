/** How models learned, in words and pictures. */
@NullMarked
package io.mynah.chat.report;

import org.jspecify.annotations.NullMarked;
