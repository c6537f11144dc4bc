/** Trainings as their owners see and steer them: begun, shown, ended, failed. */
@NullMarked
package io.mynah.chat.training;

import org.jspecify.annotations.NullMarked;
