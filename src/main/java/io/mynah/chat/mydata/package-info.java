/** {@code /mydata}: everything that is kept of an owner, as files. */
@NullMarked
package io.mynah.chat.mydata;

import org.jspecify.annotations.NullMarked;
