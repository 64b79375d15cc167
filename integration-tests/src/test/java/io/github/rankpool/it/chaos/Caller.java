package io.github.rankpool.it.chaos;

import io.github.rankpool.MapOptions;
import io.github.rankpool.MpiFutures;
import io.github.rankpool.MpiPoolExecutor;
import io.github.rankpool.SerializableCallable;
import io.github.rankpool.SerializableFunction;
import io.github.rankpool.SerializableRunnable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Does its steps with a pool, one after the other, until the pool takes no more or it is told. */
final class Caller implements Runnable {
  /** Futures that it leaves alone at a time. */
  private static final int MOST_OPEN = 24;

  private static final int ELEMENTS = 20;
  static final int PARTS = 3;
  private static final long INVOKE_MILLIS = 30;

  private record Open(Step step, CompletableFuture<?> future) {}

  private final MpiPoolExecutor pool;
  private final int workers;
  private final Iterator<Step> steps;
  private final Ledger ledger;
  private final Deque<Open> open = new ArrayDeque<>();
  private volatile boolean stopped;

  Caller(MpiPoolExecutor pool, int workers, Stream<Step> steps, Ledger ledger) {
    this.pool = pool;
    this.workers = workers;
    this.steps = steps.iterator();
    this.ledger = ledger;
  }

  /** It begins no other step. */
  void stop() {
    stopped = true;
  }

  @Override
  public void run() {
    try {
      while (!stopped) {
        take(steps.next());
        while (open.size() > MOST_OPEN) {
          settleOldest();
        }
      }
    } catch (RejectedExecutionException e) {
      ledger.refuse(e);
    }
    while (!open.isEmpty()) {
      settleOldest();
    }
  }

  private void settleOldest() {
    Open oldest = open.removeFirst();
    Step.Cancelling cancelling = oldest.step().cancelling();
    if (cancelling.isLater()) {
      oldest.future().cancel(cancelling.interrupts());
    }
    oldest.future().handle((value, failure) -> true).join();
  }

  private void take(Step step) {
    long n = step.number();
    switch (step.kind()) {
      case CALLABLE -> task(step, pool.submit(() -> Tasks.plain(n)));
      case RUNNABLE -> book(step, pool.submit(() -> Tasks.silent(n)), value -> value == null);
      case RUNNABLE_WITH_RESULT ->
          task(step, pool.submit((SerializableRunnable) () -> Tasks.silent(n), Tasks.value(n)));
      case FUNCTION -> task(step, pool.submit(Tasks::plain, n));
      case TWO_ARGUMENTS -> task(step, pool.submit((a, b) -> Tasks.plain(a + b), n - 7, 7L));
      case THREE_ARGUMENTS ->
          task(step, pool.submit((a, b, c) -> Tasks.plain(a + b + c), n - 7, 4L, 3L));
      case EXECUTE -> {
        pool.execute((SerializableRunnable) () -> Tasks.silent(n));
        ledger.execute(n);
      }
      case THROWS -> book(step, pool.submit(() -> Tasks.failing(n)), value -> false);
      case THROWS_WHAT_CANNOT_BE_SENT ->
          book(step, pool.submit(() -> Tasks.failingUnsendably(n)), value -> false);
      case CANNOT_BE_SENT -> {
        Object unsendable = new Object();
        book(step, pool.submit(() -> unsendable.hashCode() + Tasks.plain(n)), value -> false);
      }
      case RESULT_CANNOT_BE_SENT ->
          book(step, pool.submit(() -> Tasks.unsendable(n)), value -> false);
      case LARGE_ARGUMENT ->
          task(step, pool.submit(array -> Tasks.largeArgument(n, array), Tasks.large(n)));
      case LARGE_RESULT ->
          book(
              step,
              pool.submit(() -> Tasks.largeResult(n)),
              value -> Tasks.isLarge((long[]) value, n));
      case COMPUTES -> task(step, pool.submit(() -> Tasks.computing(n)));
      case MAKES_GARBAGE -> task(step, pool.submit(() -> Tasks.wasting(n)));
      case SLEEPS -> task(step, pool.submit(() -> Tasks.sleeping(n)));
      case MAP -> map(step, MapOptions.defaults().chunkSize(3).bufferSize(4), ELEMENTS);
      case MAP_UNORDERED -> map(step, MapOptions.defaults().unordered(), ELEMENTS);
      case MAP_ABANDONED -> map(step, MapOptions.defaults().bufferSize(8), ELEMENTS / 2);
      case INVOKE_ALL -> invokeAll(step, Long.MAX_VALUE);
      case INVOKE_ALL_IN_TIME -> invokeAll(step, INVOKE_MILLIS);
      case INVOKE_ANY -> {
        List<Callable<Long>> tasks = new ArrayList<>(tasks(n));
        tasks.add(0, sendable(() -> Tasks.failing(n + PARTS)));
        ledger.call(step, () -> pool.invokeAny(tasks), value -> values(n).contains(value));
      }
      case PARALLEL -> parallel(step);
      case COLLECT -> {
        List<CompletableFuture<Long>> parts =
            LongStream.range(n, n + PARTS).mapToObj(i -> part(step, i)).toList();
        book(step, MpiFutures.collect(parts), values(n)::equals);
      }
      case COMPOSE -> task(step, MpiFutures.compose(part(step, n), value -> value));
      case CHAIN -> {
        CompletableFuture<Long> first = part(step, n);
        book(
            step,
            first.thenCompose(value -> pool.submit(Tasks::plain, n + 1)),
            value -> value.equals(Tasks.value(n + 1)));
      }
    }
  }

  private void task(Step step, CompletableFuture<Long> future) {
    book(step, future, value -> value.equals(Tasks.value(step.number())));
  }

  private void book(Step step, CompletableFuture<?> future, Predicate<Object> right) {
    ledger.book(step, step.number(), future, right);
    if (step.cancelling().isAtOnce()) {
      future.cancel(step.cancelling().interrupts());
    }
    open.addLast(new Open(step, future));
  }

  /** One of several futures of a step. */
  private CompletableFuture<Long> part(Step step, long number) {
    return ledger.book(
        step,
        number,
        pool.submit(Tasks::plain, number),
        value -> value.equals(Tasks.value(number)));
  }

  private static List<Long> values(long first) {
    return LongStream.range(first, first + PARTS).mapToObj(Tasks::value).toList();
  }

  private static List<Callable<Long>> tasks(long first) {
    return LongStream.range(first, first + PARTS)
        .mapToObj(i -> sendable(() -> Tasks.plain(i)))
        .toList();
  }

  private static Callable<Long> sendable(SerializableCallable<Long> task) {
    return task;
  }

  private void map(Step step, MapOptions options, int taken) {
    long n = step.number();
    List<Long> numbers = LongStream.range(n, n + ELEMENTS).boxed().toList();
    List<Long> right = numbers.stream().map(Tasks::value).limit(taken).toList();
    SerializableFunction<Long, Long> function = Tasks::plain;
    ledger.call(
        step,
        () -> {
          try (Stream<Long> results = pool.map(function, numbers.stream(), options)) {
            return results.limit(taken).toList();
          }
        },
        value ->
            step.kind() == Kind.MAP_UNORDERED
                ? new HashSet<>((List<?>) value).equals(new HashSet<>(right))
                    && ((List<?>) value).size() == right.size()
                : value.equals(right));
  }

  private void invokeAll(Step step, long millis) {
    long n = step.number();
    List<Future<Long>> futures;
    try {
      futures = pool.invokeAll(tasks(n), millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts callers", e);
    }
    for (int i = 0; i < futures.size(); i++) {
      long number = n + i;
      CompletableFuture<?> future = (CompletableFuture<?>) futures.get(i);
      if (!future.isDone()) {
        throw new IllegalStateException("invokeAll returned a future that is not done");
      }
      ledger.book(step, number, future, value -> value.equals(Tasks.value(number)));
    }
  }

  private void parallel(Step step) {
    long n = step.number();
    int ranks = 1 + (int) (n / Step.NUMBERS % workers);
    List<Long> right = LongStream.range(n, n + ranks).mapToObj(Tasks::value).toList();
    book(
        step,
        pool.submitParallel(ranks, communicator -> Tasks.parallel(communicator, n)),
        right::equals);
  }
}
