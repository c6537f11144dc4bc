package io.mynah.vault;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.DeterministicAead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.Key;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.StreamingAead;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.AesGcmKey;
import com.google.crypto.tink.aead.AesGcmParameters;
import com.google.crypto.tink.daead.AesSivKey;
import com.google.crypto.tink.daead.AesSivParameters;
import com.google.crypto.tink.daead.DeterministicAeadConfig;
import com.google.crypto.tink.streamingaead.AesGcmHkdfStreamingKey;
import com.google.crypto.tink.streamingaead.PredefinedStreamingAeadParameters;
import com.google.crypto.tink.streamingaead.StreamingAeadConfig;
import com.google.crypto.tink.util.SecretBytes;
import java.security.GeneralSecurityException;

/**
 * Creates Tink's ciphers from raw keys. Their output has no prefix that identifies the key:
 * replacing a key means sealing everything again.
 */
final class Primitives {
  private static final int FIXED_ID = 1;

  static {
    try {
      AeadConfig.register();
      DeterministicAeadConfig.register();
      StreamingAeadConfig.register();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Tink's ciphers cannot be used", e);
    }
  }

  /** AES-256-GCM with a random nonce. */
  @AccessesPartialKey
  static Aead aead(SecretBytes key) {
    try {
      AesGcmParameters parameters =
          AesGcmParameters.builder()
              .setKeySizeBytes(32)
              .setIvSizeBytes(12)
              .setTagSizeBytes(16)
              .setVariant(AesGcmParameters.Variant.NO_PREFIX)
              .build();
      return primitive(
          AesGcmKey.builder().setParameters(parameters).setKeyBytes(key).build(), Aead.class);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("no key for AES-GCM", e);
    }
  }

  /** AES-SIV with two keys of 256 bits. */
  @AccessesPartialKey
  static DeterministicAead deterministic(SecretBytes key) {
    try {
      AesSivParameters parameters =
          AesSivParameters.builder()
              .setKeySizeBytes(64)
              .setVariant(AesSivParameters.Variant.NO_PREFIX)
              .build();
      return primitive(
          AesSivKey.builder().setParameters(parameters).setKeyBytes(key).build(),
          DeterministicAead.class);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("no key for AES-SIV", e);
    }
  }

  /**
   * AES-256-GCM in segments, each file with a key derived by HKDF. The segments are small, because
   * with large ones the JVM would compile the cipher only after many megabytes, and run it a tenth
   * as fast until then.
   */
  @AccessesPartialKey
  static StreamingAead streaming(SecretBytes key) {
    try {
      return primitive(
          AesGcmHkdfStreamingKey.create(PredefinedStreamingAeadParameters.AES256_GCM_HKDF_4KB, key),
          StreamingAead.class);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("no key for AES-GCM-HKDF", e);
    }
  }

  private static <P> P primitive(Key key, Class<P> kind) throws GeneralSecurityException {
    return KeysetHandle.newBuilder()
        .addEntry(KeysetHandle.importKey(key).withFixedId(FIXED_ID).makePrimary())
        .build()
        .getPrimitive(RegistryConfiguration.get(), kind);
  }

  static SecretBytes secret(byte[] bytes) {
    return SecretBytes.copyFrom(bytes, InsecureSecretKeyAccess.get());
  }

  static byte[] bytes(SecretBytes secret) {
    return secret.toByteArray(InsecureSecretKeyAccess.get());
  }

  private Primitives() {}
}
