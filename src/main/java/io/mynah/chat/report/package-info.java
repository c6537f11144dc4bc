/** Reports of how models learned, in text and pictures. */
@NullMarked
package io.mynah.chat.report;

import org.jspecify.annotations.NullMarked;
