package io.github.rankpool.internal.worker;

import io.github.rankpool.internal.group.RankGroup;
import io.github.rankpool.internal.wire.JavaCodec;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a task runs, for the task to ask. Bound to the task thread.
 *
 * @param rank of the worker in its pool
 * @param size number of workers in the pool
 * @param globals named values that the executor gave
 * @param objects reads and writes what the task's ranks send each other as objects
 * @param group the ranks that the task may talk to: those of its own parallel task, or all workers
 */
public record TaskContext(
    int rank, int size, Map<String, Object> globals, JavaCodec objects, RankGroup group) {
  private static final ThreadLocal<@Nullable TaskContext> CURRENT = new ThreadLocal<>();

  /**
   * The context of the task that the calling thread runs.
   *
   * @return null if it runs none
   */
  public static @Nullable TaskContext current() {
    return CURRENT.get();
  }

  void bind() {
    CURRENT.set(this);
  }

  static void unbind() {
    CURRENT.remove();
  }
}
