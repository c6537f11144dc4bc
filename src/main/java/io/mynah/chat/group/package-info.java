/** Features for others than the owner: shared people in groups, and answers to inline queries. */
@NullMarked
package io.mynah.chat.group;

import org.jspecify.annotations.NullMarked;
