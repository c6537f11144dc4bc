/** The settings of owners: how their people speak, how long they are trained, in which language. */
@NullMarked
package io.mynah.chat.settings;

import org.jspecify.annotations.NullMarked;
