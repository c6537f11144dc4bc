/** Trainings, the voices that came of them, and how those were measured. */
@NullMarked
package io.mynah.store.jobs;

import org.jspecify.annotations.NullMarked;
