package io.mynah.domain;

/**
 * A point of a learning curve: how good the newest model of a training was at a moment.
 *
 * @param seconds of training until then, without interruptions
 * @param stage that the model comes from
 * @param bits per character on the validation slice
 */
public record CurvePoint(double seconds, String stage, double bits) {}
