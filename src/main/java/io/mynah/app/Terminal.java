package io.mynah.app;

import java.io.BufferedReader;
import java.io.PrintWriter;

/**
 * The streams of a command.
 *
 * @param interactive whether a person sits at them
 */
record Terminal(BufferedReader in, PrintWriter out, PrintWriter err, boolean interactive) {}
