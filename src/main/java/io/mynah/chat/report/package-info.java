/** Reports of how models learned, in text or tables, and in pictures. */
@NullMarked
package io.mynah.chat.report;

import org.jspecify.annotations.NullMarked;
