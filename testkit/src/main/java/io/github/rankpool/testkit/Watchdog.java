package io.github.rankpool.testkit;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/**
 * Ends a test that takes too long: prints the stacks of all threads on standard error, interrupts
 * the test and makes it fail.
 *
 * <p>{@code @ExtendWith(Watchdog.class)} gives each test method the default limit, {@code new
 * Watchdog(limit)} in a {@code @RegisterExtension} field another one.
 */
public final class Watchdog implements InvocationInterceptor {
  private static final Duration DEFAULT_LIMIT = Duration.ofSeconds(90);

  private final Duration limit;
  private volatile long beganNanos;

  /** A watchdog with a limit of 90 seconds. */
  public Watchdog() {
    this(DEFAULT_LIMIT);
  }

  /**
   * A watchdog with a limit of its own.
   *
   * @param limit longest time for one test method
   */
  public Watchdog(Duration limit) {
    this.limit = limit;
  }

  /**
   * Tells a test that repeats something when it has done so for long enough: on a busy machine it
   * should do less rather than fail.
   *
   * @return true if half of the limit of the test that runs is over
   */
  public boolean isHalfOver() {
    return System.nanoTime() - beganNanos > limit.toNanos() / 2;
  }

  @Override
  public void interceptTestMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    guard(invocation, context);
  }

  @Override
  public void interceptTestTemplateMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    guard(invocation, context);
  }

  private void guard(Invocation<@Nullable Void> invocation, ExtensionContext context)
      throws Throwable {
    CountDownLatch done = new CountDownLatch(1);
    AtomicBoolean bitten = new AtomicBoolean();
    Thread test = Thread.currentThread();
    beganNanos = System.nanoTime();
    String name = context.getDisplayName();
    Thread dog = new Thread(() -> watch(name, test, done, bitten), "rankpool-watchdog");
    dog.setDaemon(true);
    dog.start();
    Throwable failure = null;
    try {
      invocation.proceed();
    } catch (Throwable e) {
      failure = e;
    }
    done.countDown();
    joinUninterrupted(dog);
    if (bitten.get()) {
      // The interrupt was meant for this test; the next one on this thread must not see it.
      Thread.interrupted();
      throw new AssertionError(name + " took longer than " + limit, failure);
    }
    if (failure != null) {
      throw failure;
    }
  }

  private void watch(String name, Thread test, CountDownLatch done, AtomicBoolean bitten) {
    try {
      if (!done.await(limit.toNanos(), TimeUnit.NANOSECONDS)) {
        bitten.set(true);
        System.err.println(name + " took longer than " + limit + ":\n" + ThreadDump.take());
        test.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void joinUninterrupted(Thread dog) {
    boolean interrupted = false;
    while (dog.isAlive()) {
      try {
        dog.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
