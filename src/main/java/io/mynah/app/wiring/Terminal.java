package io.mynah.app.wiring;

import java.io.BufferedReader;
import java.io.PrintWriter;

/**
 * The input and output streams of a command.
 *
 * @param interactive whether a user is at the terminal
 */
public record Terminal(BufferedReader in, PrintWriter out, PrintWriter err, boolean interactive) {}
