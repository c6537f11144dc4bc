/** Trainings from their owners' view: begun, shown, ended, failed, repaired. */
@NullMarked
package io.mynah.chat.training;

import org.jspecify.annotations.NullMarked;
