/**
 * A Bot API server for tests, spoken to over HTTP: with real offsets, limits and faults, and people
 * who write to the bot as a test says.
 */
package io.mynah.telegram.fake;
