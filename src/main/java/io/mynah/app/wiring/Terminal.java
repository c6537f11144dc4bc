package io.mynah.app.wiring;

import java.io.BufferedReader;
import java.io.PrintWriter;

/**
 * The streams of a command.
 *
 * @param interactive whether a person sits at them
 */
public record Terminal(BufferedReader in, PrintWriter out, PrintWriter err, boolean interactive) {}
