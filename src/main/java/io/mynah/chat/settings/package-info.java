/** The settings of owners: how their people speak and are trained, how Mynah talks with them. */
@NullMarked
package io.mynah.chat.settings;

import org.jspecify.annotations.NullMarked;
