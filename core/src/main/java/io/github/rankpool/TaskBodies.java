package io.github.rankpool;

import io.github.rankpool.internal.wire.Envelope;
import io.github.rankpool.internal.worker.TaskBody;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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
        try {
          results.add(function.apply(argument));
        } catch (Throwable e) {
          if (results.isEmpty()) {
            throw e;
          }
          throw new ChunkFailure(results, e);
        }
      }
      return results;
    }
  }

  /** A function of two arguments as one of a tuple. */
  record OfTuple2<
          A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>(
      SerializableBiFunction<A, B, R> function)
      implements Envelope, SerializableFunction<Tuple2<? extends A, ? extends B>, R> {
    OfTuple2 {
      Objects.requireNonNull(function, "function");
    }

    @Override
    public R apply(Tuple2<? extends A, ? extends B> arguments) throws Exception {
      return function.apply(arguments.first(), arguments.second());
    }
  }

  /** A function of three arguments as one of a tuple. */
  record OfTuple3<
          A extends @Nullable Object,
          B extends @Nullable Object,
          C extends @Nullable Object,
          R extends @Nullable Object>(
      SerializableTriFunction<A, B, C, R> function)
      implements Envelope, SerializableFunction<Tuple3<? extends A, ? extends B, ? extends C>, R> {
    OfTuple3 {
      Objects.requireNonNull(function, "function");
    }

    @Override
    public R apply(Tuple3<? extends A, ? extends B, ? extends C> arguments) throws Exception {
      return function.apply(arguments.first(), arguments.second(), arguments.third());
    }
  }
}
