package io.mynah.domain;

/**
 * The base that a person's model was trained from and speaks on.
 *
 * @param name as commands call it; of a base that comes with Mynah, its language
 * @param shipped whether it comes with Mynah
 * @param licence its name; empty if unknown
 */
public record VoiceBase(String name, boolean shipped, String licence) {}
