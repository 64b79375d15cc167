package io.github.rankpool.it;

import java.io.IOException;
import java.io.Serializable;

/** What the tests send to workers. */
final class Samples {
  private Samples() {}

  /** A value class. */
  record Point(int x, double y, String name) implements Serializable {}

  /** A task that does nothing. */
  record Nothing() implements Runnable, Serializable {
    @Override
    public void run() {}
  }

  /** Holds something that cannot be sent, two fields deep. */
  static final class Holder implements Serializable {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // What the test is about.
    final Inner inner = new Inner();
  }

  /** Between the holder and the part that cannot be sent. */
  static final class Inner implements Serializable {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // What the test is about.
    final Thread thread = new Thread(() -> {});
  }

  /** Cannot be sent itself, because of what it holds. */
  static final class UnsendableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // What the test is about.
    final Thread thread = new Thread(() -> {});

    UnsendableException(String message) {
      super(message);
    }
  }

  static int square(int x) {
    return x * x;
  }

  /** Volume of a box; takes three arguments. */
  static int volume(int length, int width, int height) {
    return length * width * height;
  }

  static int failOn(int bad, int x) throws IOException {
    if (x == bad) {
      throw new IOException("no " + x);
    }
    return x;
  }

  static Integer oddOrNull(int x) {
    return x % 2 == 0 ? null : x;
  }

  static int overflowStack(int depth) {
    return depth < 0 ? 0 : overflowStack(depth + 1) + 1;
  }
}
