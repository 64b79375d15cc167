package io.github.rankpool.testkit;

import java.util.Comparator;
import java.util.Map;

/** The stacks of all threads of this JVM, as text. */
public final class ThreadDump {
  private ThreadDump() {}

  /**
   * Takes a dump.
   *
   * @return name, state and stack of every thread, sorted by name
   */
  public static String take() {
    StringBuilder text = new StringBuilder();
    Thread.getAllStackTraces().entrySet().stream()
        .sorted(Comparator.comparing(entry -> entry.getKey().getName()))
        .forEach(entry -> append(text, entry));
    return text.toString();
  }

  private static void append(
      StringBuilder text, Map.Entry<Thread, StackTraceElement[]> threadAndStack) {
    Thread thread = threadAndStack.getKey();
    text.append('"').append(thread.getName()).append("\" ").append(thread.getState()).append('\n');
    for (StackTraceElement frame : threadAndStack.getValue()) {
      text.append("    at ").append(frame).append('\n');
    }
  }
}
