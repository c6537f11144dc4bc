/** What others than the owner hear: in groups, and by way of inline queries. */
@NullMarked
package io.mynah.chat.group;

import org.jspecify.annotations.NullMarked;
