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
   * The number of workers that this worker's pool began with; some may have been lost since.
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
  // The caller knows what it gave.
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
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

  /**
   * The workers of this worker's pool, to work together; in a parallel task, the ranks of that
   * task.
   *
   * <p>All ranks must take part in what is collective. A pool whose workers are all idle runs
   * exactly one copy of a task on each, if as many are submitted; the task should begin with a
   * barrier then. {@link MpiPoolExecutor#submitParallel} sees to all that itself.
   *
   * @return the communicator, for the calling thread only, until the task's end; not to be closed
   * @throws IllegalStateException if the calling thread runs no task
   */
  public static MpiCommunicator communicator() {
    return MpiCommunicator.ofTask(context("communicator").group());
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
