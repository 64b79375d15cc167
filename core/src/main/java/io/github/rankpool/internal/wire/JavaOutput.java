package io.github.rankpool.internal.wire;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.List;

/**
 * A stream of Java serialization without its header, whose large arrays may stay out of it.
 * Counterpart of {@link JavaInput}.
 */
final class JavaOutput extends ObjectOutputStream {
  private final LargeArrays largeArrays;
  private final List<Object> beside;

  /** Stands in the stream for an array beside it. */
  static final class ArrayReference implements Serializable {
    private static final long serialVersionUID = 1L;
    final int index;

    ArrayReference(int index) {
      this.index = index;
    }
  }

  JavaOutput(Payload.Output out, LargeArrays largeArrays, List<Object> beside) throws IOException {
    super(out);
    this.largeArrays = largeArrays;
    this.beside = beside;
    enableReplaceObject(largeArrays != LargeArrays.INSIDE);
  }

  @Override
  protected void writeStreamHeader() {
    // The payload says what it is.
  }

  // The stream calls this once for each distinct object, so that shared arrays stay shared.
  @Override
  protected Object replaceObject(Object object) {
    return largeArrays.take(object, beside) ? new ArrayReference(beside.size() - 1) : object;
  }
}
