package io.github.rankpool;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Encodes what tasks and results consist of, in place of Java serialization: {@link
 * MpiPoolExecutorBuilder#codec}.
 *
 * <p>It gets arguments, results, and what lambdas have captured, all objects of one task or one
 * result at a time; those of {@code map} come in {@link java.util.ArrayList}s. It does not get
 * null, boxed values, enums and the lambdas themselves. Initializer, globals and exceptions are not
 * its business either, nor is what an {@link MpiCommunicator} sends.
 *
 * <p>Master and workers each make one instance for every pool, by a public constructor without
 * parameters. It is used by many threads at the same time: whoever submits, and those that complete
 * futures.
 */
public interface TaskCodec {

  /**
   * Encodes objects. Called by the thread that submits a task, or that has run it; must not change
   * the objects, nor keep references to them.
   *
   * @param objects at least one; not null themselves. References among them lead to the same
   *     objects at the other end only if this method and {@link #decode} see to that
   * @return what {@link #decode} reads
   * @throws IOException if that is not possible; the task fails, and this is the cause
   */
  byte[] encode(Object[] objects) throws IOException;

  /**
   * Decodes objects.
   *
   * @param bytes what {@link #encode} has returned, in this or another process
   * @param loader finds the program's classes
   * @return as many objects as were given to {@link #encode}, in the same order
   * @throws IOException if the bytes cannot be read; the task fails
   * @throws ClassNotFoundException if a class is missing here; the task fails
   */
  @Nullable Object[] decode(byte[] bytes, ClassLoader loader)
      throws IOException, ClassNotFoundException;
}
