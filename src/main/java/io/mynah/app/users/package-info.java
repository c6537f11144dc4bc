/** The commands about who may use the bot. */
@NullMarked
package io.mynah.app.users;

import org.jspecify.annotations.NullMarked;
