package io.github.rankpool.internal.wire;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.Serializable;
import java.util.List;
import java.util.function.Predicate;

/**
 * A stream of Java serialization without its header, whose large arrays may stay out of it.
 * Counterpart of {@link JavaInput}.
 */
final class JavaOutput extends ObjectOutputStream {
  /** In place of a class description: it follows, in the usual form. */
  static final int PLAIN = 0;

  /** In place of a class description: its definition follows, the length first. */
  static final int INLINE = 1;

  /** Added to the number of a definition, in place of a class description. */
  static final int NUMBERED = 2;

  private final LargeArrays largeArrays;
  private final List<Object> beside;
  private final Predicate<Definition> isSentAhead;

  /** Stands in the stream for an array beside it. */
  static final class ArrayReference implements Serializable {
    private static final long serialVersionUID = 1L;
    final int index;

    ArrayReference(int index) {
      this.index = index;
    }
  }

  /**
   * Begins a stream.
   *
   * @param out takes the bytes
   * @param largeArrays where they go
   * @param beside takes those beside the stream
   * @param isSentAhead told of the definitions that could be referred to; whether one may be
   */
  JavaOutput(
      Payload.Output out,
      LargeArrays largeArrays,
      List<Object> beside,
      Predicate<Definition> isSentAhead)
      throws IOException {
    super(out);
    this.largeArrays = largeArrays;
    this.beside = beside;
    this.isSentAhead = isSentAhead;
    enableReplaceObject(largeArrays != LargeArrays.INSIDE);
  }

  @Override
  protected void writeStreamHeader() {
    // The payload says what it is.
  }

  @Override
  protected void writeClassDescriptor(ObjectStreamClass description) throws IOException {
    // Who reads payloads of nothing but bytes remembers no definitions, and gains nothing by them.
    Definition definition =
        largeArrays == LargeArrays.INSIDE ? null : Definition.ofClass(description.forClass());
    if (definition == null) {
      writeShort(PLAIN);
      super.writeClassDescriptor(description);
    } else if (isSentAhead.test(definition)) {
      writeShort(NUMBERED + definition.number());
    } else {
      writeShort(INLINE);
      writeShort(definition.bytes().length);
      write(definition.bytes());
    }
  }

  // The stream calls this once for each distinct object, so that shared arrays stay shared.
  @Override
  protected Object replaceObject(Object object) {
    return largeArrays.take(object, beside) ? new ArrayReference(beside.size() - 1) : object;
  }
}
