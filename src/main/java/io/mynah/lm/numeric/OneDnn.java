package io.mynah.lm.numeric;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.util.ArrayDeque;
import java.util.Deque;
import org.bytedeco.dnnl.const_dnnl_op_desc_t;
import org.bytedeco.dnnl.dnnl_engine;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_matmul_desc_t;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc_t;
import org.bytedeco.dnnl.dnnl_post_ops;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.dnnl_stream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/**
 * Wraps the few functions of oneDNN that are used: matrices of 32 or 16 bits, conversion between
 * them, and products. {@link #close} frees everything made by this object. Used by one thread at a
 * time.
 */
final class OneDnn implements AutoCloseable {
  private final dnnl_stream stream = new dnnl_stream();
  private final Deque<Runnable> frees = new ArrayDeque<>();

  OneDnn() {
    check(dnnl_stream_create(stream, Engine.ENGINE, dnnl_stream_default_flags));
    frees.push(() -> check(dnnl_stream_destroy(stream)));
  }

  /** The CPU engine, which all threads share. */
  private static final class Engine {
    static final dnnl_engine ENGINE = new dnnl_engine();

    static {
      check(dnnl_engine_create(ENGINE, dnnl_cpu, 0));
    }

    private Engine() {}
  }

  /** Whether the processor has instructions for bfloat16 products. */
  private static final class Bfloat16 {
    static final boolean PRESENT = detect();

    private Bfloat16() {}

    private static boolean detect() {
      try (OneDnn library = new OneDnn()) {
        Matrix a = new Matrix(32, 64, false, null);
        Matrix b = new Matrix(64, 128, false, null);
        return library.implementation(a, b).contains("bf16");
      } catch (LinkageError | IllegalStateException e) {
        return false; // no library for this system, or one that cannot do this
      }
    }
  }

  static boolean hasBfloat16() {
    return Bfloat16.PRESENT;
  }

  /**
   * Matrices of one shape, as described to the library.
   *
   * @param count how many matrices
   * @param distance numbers from the beginning of one matrix to that of the next
   * @param columnMajor whether a matrix is stored column by column
   * @param memory the numbers; null to describe a shape alone
   */
  record Matrix(
      long count,
      long distance,
      long rows,
      long columns,
      boolean columnMajor,
      @Nullable Pointer memory) {
    /** One matrix. */
    Matrix(long rows, long columns, boolean columnMajor, @Nullable Pointer memory) {
      this(1, rows * columns, rows, columns, columnMajor, memory);
    }

    Matrix transposed() {
      return new Matrix(count, distance, columns, rows, !columnMajor, memory);
    }

    private dnnl_memory_desc_t describe(int type) {
      dnnl_memory_desc_t description = new dnnl_memory_desc_t();
      long row = columnMajor ? 1 : columns;
      long column = columnMajor ? rows : 1;
      boolean one = count == 1;
      try (LongPointer dimensions =
              one ? new LongPointer(rows, columns) : new LongPointer(count, rows, columns);
          LongPointer strides =
              one ? new LongPointer(row, column) : new LongPointer(distance, row, column)) {
        check(
            dnnl_memory_desc_init_by_strides(description, one ? 2 : 3, dimensions, type, strides));
      }
      return description;
    }
  }

  /** Prepares rounding a matrix from single precision to bfloat16. */
  Runnable rounding(Matrix from, Matrix to) {
    return rounding(memory(from, dnnl_f32), from, memory(to, dnnl_bf16));
  }

  private Runnable rounding(dnnl_memory from, Matrix shape, dnnl_memory to) {
    dnnl_primitive_desc description = new dnnl_primitive_desc();
    try (dnnl_memory_desc_t single = shape.describe(dnnl_f32);
        dnnl_memory_desc_t half = shape.describe(dnnl_bf16)) {
      check(
          dnnl_reorder_primitive_desc_create(
              description, single, Engine.ENGINE, half, Engine.ENGINE, null));
    }
    dnnl_exec_arg_t arguments = new dnnl_exec_arg_t(2);
    argument(arguments, 0, DNNL_ARG_SRC, from);
    argument(arguments, 1, DNNL_ARG_DST, to);
    return prepared(description, arguments, 2);
  }

  /** Rounds a fixed count of numbers from single precision to bfloat16, at any address. */
  final class Rounding {
    private final Matrix shape;
    private final dnnl_memory from;
    private final dnnl_memory to;
    private final Runnable run;

    private Rounding(int count) {
      shape = new Matrix(1, count, false, null);
      from = memory(shape, dnnl_f32);
      to = memory(shape, dnnl_bf16);
      run = rounding(from, shape, to);
    }

    void run(Pointer single, Pointer half) {
      check(dnnl_memory_set_data_handle(from, single));
      check(dnnl_memory_set_data_handle(to, half));
      run.run();
    }
  }

  /** Prepares rounding a fixed count of numbers. */
  Rounding rounding(int count) {
    return new Rounding(count);
  }

  /** The order of a constant matrix in which products with it are fastest. Immutable. */
  static final class Packing {
    private final long rows;
    private final long columns;
    private final dnnl_memory_desc_t description;

    private Packing(long rows, long columns, dnnl_memory_desc_t description) {
      this.rows = rows;
      this.columns = columns;
      this.description = description;
    }

    /** Bytes of a packed matrix. */
    long bytes() {
      return dnnl_memory_desc_get_size(description);
    }
  }

  /**
   * The packing for matrices of bfloat16.
   *
   * @param rows of the other factor with which it is chosen; it serves for any number
   */
  static Packing packing(long rows, Matrix shape) {
    dnnl_memory_desc_t any = new dnnl_memory_desc_t();
    try (LongPointer dimensions = new LongPointer(shape.rows(), shape.columns())) {
      check(dnnl_memory_desc_init_by_tag(any, 2, dimensions, dnnl_bf16, dnnl_format_tag_any));
    }
    dnnl_primitive_desc description = packed(rows, shape, any, dnnl_f32, false);
    try {
      dnnl_memory_desc_t chosen = new dnnl_memory_desc_t();
      chosen.put(dnnl_primitive_desc_query_md(description, dnnl_query_weights_md, 0));
      return new Packing(shape.rows(), shape.columns(), chosen);
    } finally {
      check(dnnl_primitive_desc_destroy(description));
      any.close();
    }
  }

  private static dnnl_primitive_desc packed(
      long rows, Matrix shape, dnnl_memory_desc_t right, int type, boolean add) {
    dnnl_primitive_attr attributes = attributes(add);
    try (dnnl_memory_desc_t left = new Matrix(rows, shape.rows(), false, null).describe(dnnl_bf16);
        dnnl_memory_desc_t result = new Matrix(rows, shape.columns(), false, null).describe(type)) {
      // The memory that a product needs is given with each call, so any thread may make it.
      check(dnnl_primitive_attr_set_scratchpad_mode(attributes, dnnl_scratchpad_mode_user));
      return describe(left, right, result, attributes);
    } finally {
      check(dnnl_primitive_attr_destroy(attributes));
    }
  }

  private static dnnl_primitive_desc describe(
      dnnl_memory_desc_t left,
      dnnl_memory_desc_t right,
      dnnl_memory_desc_t result,
      dnnl_primitive_attr attributes) {
    dnnl_primitive_desc description = new dnnl_primitive_desc();
    try (dnnl_matmul_desc_t operation = new dnnl_matmul_desc_t()) {
      check(dnnl_matmul_desc_init(operation, left, right, null, result));
      check(
          dnnl_primitive_desc_create(
              description, new const_dnnl_op_desc_t(operation), attributes, Engine.ENGINE, null));
    }
    return description;
  }

  /** A packed matrix of bfloat16. Immutable once packed, and thread-safe. */
  static final class Packed implements AutoCloseable {
    private final Packing packing;
    private final BytePointer numbers;
    private final dnnl_memory memory = new dnnl_memory();

    /**
     * Rounds and packs a matrix.
     *
     * @param from in single precision; not kept
     */
    Packed(Matrix from, Packing packing) {
      this.packing = packing;
      numbers = new BytePointer(packing.bytes());
      check(dnnl_memory_create(memory, packing.description, Engine.ENGINE, numbers));
      pack(from, packing, memory);
    }

    Packing packing() {
      return packing;
    }

    @Override
    public void close() {
      check(dnnl_memory_destroy(memory));
      numbers.close();
    }
  }

  private static void pack(Matrix from, Packing packing, dnnl_memory to) {
    try (OneDnn library = new OneDnn()) {
      dnnl_primitive_desc description = new dnnl_primitive_desc();
      try (dnnl_memory_desc_t shape = from.describe(dnnl_f32)) {
        check(
            dnnl_reorder_primitive_desc_create(
                description, shape, Engine.ENGINE, packing.description, Engine.ENGINE, null));
      }
      dnnl_exec_arg_t arguments = new dnnl_exec_arg_t(2);
      argument(arguments, 0, DNNL_ARG_SRC, library.memory(from, dnnl_f32));
      argument(arguments, 1, DNNL_ARG_DST, to);
      library.prepared(description, arguments, 2).run();
    }
  }

  /** C ← A·B, or C ← C + A·B, for packed matrices B of one shape, at any addresses. */
  final class PackedProduct {
    private final dnnl_memory left;
    private final dnnl_memory result;
    private final dnnl_exec_arg_t arguments;
    private final Runnable run;

    private PackedProduct(int rows, Packing packing, boolean add, int type) {
      Matrix shape = new Matrix(packing.rows, packing.columns, false, null);
      left = memory(new Matrix(rows, packing.rows, false, null), dnnl_bf16);
      result = memory(new Matrix(rows, packing.columns, false, null), type);
      dnnl_primitive_desc description = packed(rows, shape, packing.description, type, add);
      dnnl_memory_desc_t needed =
          dnnl_primitive_desc_query_md(description, dnnl_query_scratchpad_md, 0);
      int count = dnnl_memory_desc_get_size(needed) == 0 ? 3 : 4;
      arguments = new dnnl_exec_arg_t(count);
      argument(arguments, 0, DNNL_ARG_SRC, left);
      argument(arguments, 2, DNNL_ARG_DST, result);
      if (count == 4) {
        argument(arguments, 3, DNNL_ARG_SCRATCHPAD, scratchpad(needed));
      }
      run = prepared(description, arguments, count);
    }

    private dnnl_memory scratchpad(dnnl_memory_desc_t needed) {
      BytePointer numbers = new BytePointer(dnnl_memory_desc_get_size(needed));
      frees.push(numbers::close);
      dnnl_memory memory = new dnnl_memory();
      check(dnnl_memory_create(memory, needed, Engine.ENGINE, numbers));
      frees.push(() -> check(dnnl_memory_destroy(memory)));
      return memory;
    }

    void run(Pointer a, Packed b, Pointer c) {
      check(dnnl_memory_set_data_handle(left, a));
      argument(arguments, 1, DNNL_ARG_WEIGHTS, b.memory);
      check(dnnl_memory_set_data_handle(result, c));
      run.run();
    }
  }

  /**
   * Prepares products with packed matrices. Unlike others, they may run in another thread than the
   * one that prepared them.
   *
   * @param rows of A and C
   * @param rounded whether C is in bfloat16 instead of single precision
   */
  PackedProduct product(int rows, Packing packing, boolean add, boolean rounded) {
    return new PackedProduct(rows, packing, add, rounded ? dnnl_bf16 : dnnl_f32);
  }

  /** Prepares C ← A·B, or C ← C + A·B; A and B in bfloat16, C in single precision. */
  Runnable product(Matrix a, Matrix b, boolean add, Matrix c) {
    dnnl_exec_arg_t arguments = new dnnl_exec_arg_t(3);
    argument(arguments, 0, DNNL_ARG_SRC, memory(a, dnnl_bf16));
    argument(arguments, 1, DNNL_ARG_WEIGHTS, memory(b, dnnl_bf16));
    argument(arguments, 2, DNNL_ARG_DST, memory(c, dnnl_f32));
    return prepared(describe(a, b, add, c), arguments, 3);
  }

  private static dnnl_primitive_desc describe(Matrix a, Matrix b, boolean add, Matrix c) {
    dnnl_primitive_attr attributes = attributes(add);
    try (dnnl_memory_desc_t left = a.describe(dnnl_bf16);
        dnnl_memory_desc_t right = b.describe(dnnl_bf16);
        dnnl_memory_desc_t result = c.describe(dnnl_f32)) {
      return describe(left, right, result, attributes);
    } finally {
      check(dnnl_primitive_attr_destroy(attributes));
    }
  }

  private static dnnl_primitive_attr attributes(boolean add) {
    dnnl_primitive_attr attributes = new dnnl_primitive_attr();
    check(dnnl_primitive_attr_create(attributes));
    if (add) {
      dnnl_post_ops after = new dnnl_post_ops();
      check(dnnl_post_ops_create(after));
      check(dnnl_post_ops_append_sum(after, 1f));
      check(dnnl_primitive_attr_set_post_ops(attributes, after));
      check(dnnl_post_ops_destroy(after));
    }
    return attributes;
  }

  private String implementation(Matrix a, Matrix b) {
    dnnl_primitive_desc description =
        describe(a, b, false, new Matrix(a.rows(), b.columns(), false, null));
    try (PointerPointer<BytePointer> name = new PointerPointer<>(1)) {
      check(dnnl_primitive_desc_query(description, dnnl_query_impl_info_str, 0, name));
      return new BytePointer(name.get(BytePointer.class, 0)).getString();
    } finally {
      check(dnnl_primitive_desc_destroy(description));
    }
  }

  private dnnl_memory memory(Matrix matrix, int type) {
    dnnl_memory memory = new dnnl_memory();
    try (dnnl_memory_desc_t description = matrix.describe(type)) {
      check(dnnl_memory_create(memory, description, Engine.ENGINE, matrix.memory()));
    }
    frees.push(() -> check(dnnl_memory_destroy(memory)));
    return memory;
  }

  private static void argument(dnnl_exec_arg_t all, int place, int what, dnnl_memory memory) {
    all.position(place).arg(what).memory(memory);
    all.position(0);
  }

  private Runnable prepared(dnnl_primitive_desc description, dnnl_exec_arg_t arguments, int count) {
    dnnl_primitive primitive = new dnnl_primitive();
    check(dnnl_primitive_create(primitive, description));
    check(dnnl_primitive_desc_destroy(description));
    frees.push(() -> check(dnnl_primitive_destroy(primitive)));
    frees.push(arguments::close);
    return () -> {
      check(dnnl_primitive_execute(primitive, stream, count, arguments));
      check(dnnl_stream_wait(stream));
    };
  }

  private static void check(int status) {
    if (status != dnnl_success) {
      throw new IllegalStateException("oneDNN says " + status);
    }
  }

  @Override
  public void close() {
    while (!frees.isEmpty()) {
      frees.pop().run();
    }
  }
}
