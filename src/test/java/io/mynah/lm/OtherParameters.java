package io.mynah.lm;

import java.lang.reflect.RecordComponent;

/** Parameters that differ from the defaults in one part. */
public final class OtherParameters {
  private OtherParameters() {}

  /** The defaults, with the part of the same type replaced. */
  public static VoiceParameters with(Record part) {
    RecordComponent[] components = VoiceParameters.class.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    Object[] values = new Object[components.length];
    try {
      for (int i = 0; i < components.length; i++) {
        types[i] = components[i].getType();
        values[i] =
            types[i].isInstance(part)
                ? part
                : components[i].getAccessor().invoke(VoiceParameters.defaults());
      }
      return VoiceParameters.class.getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("parameters cannot be copied", e);
    }
  }
}
