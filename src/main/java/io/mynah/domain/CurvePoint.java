package io.mynah.domain;

/**
 * How good the newest model of a training was at a moment.
 *
 * @param seconds of training until then, interruptions left out
 * @param stage that the model comes from
 * @param bits per character on the validation slice
 */
public record CurvePoint(double seconds, String stage, double bits) {}
