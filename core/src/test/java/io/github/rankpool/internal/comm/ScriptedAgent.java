package io.github.rankpool.internal.comm;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** An agent that does what a test says. */
final class ScriptedAgent implements Agent {
  final List<String> calls = Collections.synchronizedList(new ArrayList<>());
  IntSupplier work;
  boolean finished;
  boolean failsToFail;
  Runnable onFail = () -> {};
  @Nullable Throwable cause;
  volatile boolean newWork;
  volatile boolean mayBeLent = true;
  volatile Expectation expectation = Expectation.NOTHING;

  ScriptedAgent(IntSupplier work) {
    this.work = work;
  }

  @Override
  public int doWork() {
    calls.add("work");
    newWork = false;
    return work.getAsInt();
  }

  @Override
  public long nanosToNextDeadline() {
    return Long.MAX_VALUE;
  }

  @Override
  public long backoffNanos() {
    return 1_000_000;
  }

  @Override
  public boolean hasNewWork() {
    return newWork;
  }

  @Override
  public Expectation expectation() {
    return expectation;
  }

  @Override
  public boolean peersRing() {
    return false;
  }

  @Override
  public boolean mayBeLent() {
    return mayBeLent;
  }

  @Override
  public boolean isFinished() {
    return finished;
  }

  @Override
  public void endSoon() {
    calls.add("endSoon");
    finished = true;
  }

  @Override
  public void fail(Throwable reason) {
    calls.add("fail");
    if (failsToFail) {
      throw new IllegalStateException("thrown on purpose by a test");
    }
    onFail.run();
    cause = reason;
    finished = true;
  }
}
