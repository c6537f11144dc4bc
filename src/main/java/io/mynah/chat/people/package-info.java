/** People as their owner looks at them and chooses among them. */
@NullMarked
package io.mynah.chat.people;

import org.jspecify.annotations.NullMarked;
