package io.mynah.lm.transformer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses the fastest kernel of this machine. Thread-safe. */
final class Kernels {
  private static final Logger LOG = LoggerFactory.getLogger(Kernels.class);
  private static final String MODULE = "jdk.incubator.vector";

  /** Compiled separately, because it needs a module that not every JVM is started with. */
  private static final String VECTOR_KERNEL = "io.mynah.lm.transformer.VectorKernel";

  private static final MatrixKernel FASTEST = choose();

  private Kernels() {}

  static MatrixKernel fastest() {
    return FASTEST;
  }

  private static MatrixKernel choose() {
    return new NativeKernel(onHeap());
  }

  /** Chooses among the kernels that are written in Java. */
  static MatrixKernel onHeap() {
    if (ModuleLayer.boot().findModule(MODULE).isPresent()) {
      try {
        Class<?> kernel = Class.forName(VECTOR_KERNEL);
        if ((boolean) kernel.getDeclaredMethod("isSupported").invoke(null)) {
          return (MatrixKernel) kernel.getDeclaredConstructor().newInstance();
        }
      } catch (ReflectiveOperationException | LinkageError e) {
        LOG.warn("no vector kernel: {}", e.getClass().getSimpleName());
      }
    }
    return new PlainKernel();
  }
}
