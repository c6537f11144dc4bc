package io.mynah.domain;

/** What an owner may allow in a group beside letting its members speak with a person's voice. */
public enum GroupPermission {
  /** {@code /guess} shows messages that the person really wrote. */
  REAL_MESSAGES,

  /** The voice answers who names Mynah's bot, or names the voice's own bot or replies to it. */
  MENTIONS,

  /** The voice says something unasked now and then. */
  UNPROMPTED
}
