package io.github.rankpool;

import java.util.Iterator;
import java.util.Spliterators;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Goes through several sources side by side, as far as the shortest reaches; reads lazily. */
final class Zip {
  private Zip() {}

  static <A extends @Nullable Object, B extends @Nullable Object> Stream<Tuple2<A, B>> of(
      Iterable<? extends A> first, Iterable<? extends B> second) {
    Iterator<? extends A> a = first.iterator();
    Iterator<? extends B> b = second.iterator();
    return stream(() -> a.hasNext() && b.hasNext(), () -> Tuple2.of(a.next(), b.next()));
  }

  static <A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object>
      Stream<Tuple3<A, B, C>> of(
          Iterable<? extends A> first, Iterable<? extends B> second, Iterable<? extends C> third) {
    Iterator<? extends A> a = first.iterator();
    Iterator<? extends B> b = second.iterator();
    Iterator<? extends C> c = third.iterator();
    return stream(
        () -> a.hasNext() && b.hasNext() && c.hasNext(),
        () -> Tuple3.of(a.next(), b.next(), c.next()));
  }

  private static <T> Stream<T> stream(BooleanSupplier hasNext, Supplier<T> next) {
    return StreamSupport.stream(
        new Spliterators.AbstractSpliterator<T>(Long.MAX_VALUE, 0) {
          @Override
          public boolean tryAdvance(Consumer<? super T> action) {
            if (!hasNext.getAsBoolean()) {
              return false;
            }
            action.accept(next.get());
            return true;
          }
        },
        false);
  }
}
