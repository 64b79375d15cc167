package io.github.rankpool;

import io.github.rankpool.internal.worker.TaskContext;
import java.util.NoSuchElementException;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a task can ask about the worker it runs on. For the thread that runs the task; elsewhere
 * every method throws.
 *
 * <pre>{@code
 * pool.submit(() -> Solver.solve(Workers.global("mesh")));
 * }</pre>
 */
public final class Workers {
  private Workers() {}

  /**
   * The rank of this worker in its pool.
   *
   * @return 0 to {@link #size} - 1
   * @throws IllegalStateException if the calling thread runs no task
   */
  public static int rank() {
    return context("rank").rank();
  }

  /**
   * The number of workers in this worker's pool.
   *
   * @return at least 1
   * @throws IllegalStateException if the calling thread runs no task
   */
  public static int size() {
    return context("size").size();
  }

  /**
   * A value that the executor gave its workers: {@link MpiPoolExecutorBuilder#globals}. The same
   * object for all tasks of the executor on this worker, which see what others did to it.
   *
   * @param name of the value
   * @param <T> type of the value; not checked here
   * @return the value, perhaps null
   * @throws NoSuchElementException if the executor gave none of this name
   * @throws IllegalStateException if the calling thread runs no task
   */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // It knows what it gave.
  public static <T extends @Nullable Object> T global(String name) {
    TaskContext context = context("global");
    if (!context.globals().containsKey(name)) {
      throw new NoSuchElementException(
          "RP-217: no global named '"
              + name
              + "'; the executor gave "
              + new TreeSet<>(context.globals().keySet())
              + ". Give it with globals(...) when the pool is built.");
    }
    return (T) context.globals().get(name);
  }

  private static TaskContext context(String method) {
    TaskContext context = TaskContext.current();
    if (context == null) {
      throw new IllegalStateException(
          "RP-216: Workers."
              + method
              + " was called by "
              + Thread.currentThread().getName()
              + ", which runs no task. Call it in a task or an initializer, on the thread that runs"
              + " it.");
    }
    return context;
  }
}
