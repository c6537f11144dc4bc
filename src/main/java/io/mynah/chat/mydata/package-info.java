/** {@code /mydata}: sends an owner all data that is stored about them, as files. */
@NullMarked
package io.mynah.chat.mydata;

import org.jspecify.annotations.NullMarked;
