package io.github.rankpool;

import io.github.rankpool.internal.worker.TaskBody;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** What the pool's methods send to workers. */
final class TaskBodies {
  private TaskBodies() {}

  record Call(Callable<?> task) implements TaskBody {
    @Override
    public @Nullable Object run() throws Exception {
      return task.call();
    }
  }

  record Run(Runnable task) implements TaskBody {
    @Override
    public @Nullable Object run() {
      task.run();
      return null;
    }
  }

  record Apply<A extends @Nullable Object, R extends @Nullable Object>(
      SerializableFunction<A, R> function, A argument) implements TaskBody {
    @Override
    public @Nullable Object run() throws Exception {
      return function.apply(argument);
    }
  }

  record Accept<A extends @Nullable Object>(SerializableConsumer<A> consumer, A argument)
      implements TaskBody {
    @Override
    public @Nullable Object run() throws Exception {
      consumer.accept(argument);
      return null;
    }
  }

  /** One rank's part of a parallel task. */
  record Parallel<T extends @Nullable Object>(SerializableFunction<MpiCommunicator, T> task)
      implements TaskBody {
    @Override
    public @Nullable Object run() throws Exception {
      return task.apply(Workers.communicator());
    }
  }

  record Nothing() implements TaskBody {
    @Override
    public @Nullable Object run() {
      return null;
    }
  }

  /** The arguments of several applications, which travel and come back together. */
  record ApplyAll<A extends @Nullable Object, R extends @Nullable Object>(
      SerializableFunction<A, R> function, ArrayList<A> arguments) implements TaskBody {
    @Override
    public List<R> run() throws Exception {
      List<R> results = new ArrayList<>(arguments.size());
      for (A argument : arguments) {
        results.add(function.apply(argument));
      }
      return results;
    }
  }
}
