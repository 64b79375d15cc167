package io.github.rankpool.report;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A trace in the JSON of Chrome's trace events, which Perfetto reads as well. Workers are its
 * threads. Tasks that are not kept one by one are, slot by slot, one event on a thread beside that
 * of their worker:
 *
 * <pre>
 *  worker 0                  [task 7        ]   [task 12   ]
 *  worker 0, shorter tasks   [31 tasks][12]  [8 tasks]
 * </pre>
 */
final class ChromeTrace {
  private static final int PROCESS = 1;

  private final Recording recording;
  private final Summary summary;

  /** Shows a recording whose slots cover its length. */
  ChromeTrace(Recording recording, Summary summary) {
    this.recording = recording;
    this.summary = summary;
  }

  /** Writes it event by event, as it may have hundreds of thousands. */
  void write(Writer out) throws IOException {
    out.write("{\"displayTimeUnit\":\"ms\",\"otherData\":" + otherData() + ",\"traceEvents\":[\n");
    out.write(name("process_name", 0, summary.title()));
    Map<Lane, List<TaskSpan>> exact = new LinkedHashMap<>();
    recording.lanes().all().forEach(lane -> exact.put(lane, new ArrayList<>()));
    for (TaskSpan task : recording.slowestFirst()) {
      exact.computeIfAbsent(task.lane(), lane -> new ArrayList<>()).add(task);
    }
    int thread = 0;
    for (Map.Entry<Lane, List<TaskSpan>> entry : exact.entrySet()) {
      thread++;
      writeExact(out, thread, entry.getKey(), entry.getValue());
      thread++;
      writeMerged(out, thread, entry.getKey(), entry.getValue());
    }
    writeThroughput(out);
    out.write("\n]}\n");
  }

  /** Writes an event that is not the first. */
  private static void writeNext(Writer out, String event) throws IOException {
    out.write(",\n");
    out.write(event);
  }

  private void writeExact(Writer out, int thread, Lane lane, List<TaskSpan> tasks)
      throws IOException {
    writeNext(out, name("thread_name", thread, lane.label()));
    tasks.sort(Comparator.comparingLong(TaskSpan::beginNanos));
    long free = 0;
    for (TaskSpan task : tasks) {
      // Tasks told out of order would overlap a little, which viewers take for calls in calls.
      long begin = Math.max(free, task.beginNanos());
      free = begin + task.runNanos();
      writeNext(
          out,
          complete("task " + task.id(), thread, begin, task.runNanos())
              + ",\"args\":{\"outcome\":"
              + quoted(task.outcome())
              + ",\"ran_ms\":"
              + decimal(task.runNanos() / 1e6)
              + ",\"waited_ms\":"
              + decimal(task.waitNanos() / 1e6)
              + "}}");
    }
  }

  private void writeMerged(Writer out, int thread, Lane lane, List<TaskSpan> exact)
      throws IOException {
    TimeSlots exactBusy = new TimeSlots();
    TimeSlots exactBegun = new TimeSlots();
    for (TaskSpan task : exact) {
      exactBusy.addSpan(task.beginNanos(), task.endNanos());
      exactBegun.add(task.beginNanos(), 1);
    }
    exactBusy.cover(recording.lengthNanos());
    exactBegun.cover(recording.lengthNanos());
    boolean named = false;
    for (int slot = 0; slot < recording.slots(); slot++) {
      long tasks = lane.begun().get(slot) - exactBegun.get(slot);
      if (tasks > 0) {
        if (!named) {
          writeNext(out, name("thread_name", thread, lane.label() + ", shorter tasks"));
          named = true;
        }
        long busy = Math.max(0, lane.busy().get(slot) - exactBusy.get(slot));
        long width = Math.min(recording.slotNanos(), busy);
        String what = Figures.count(tasks) + (tasks == 1 ? " task" : " tasks");
        writeNext(
            out,
            complete(what, thread, slot * recording.slotNanos(), width)
                + ",\"args\":{\"tasks\":"
                + tasks
                + ",\"busy_ms\":"
                + decimal(busy / 1e6)
                + "}}");
      }
    }
  }

  private void writeThroughput(Writer out) throws IOException {
    double seconds = recording.slotNanos() / 1e9;
    for (int slot = 0; slot < recording.slots(); slot++) {
      writeNext(
          out,
          "{\"ph\":\"C\",\"pid\":"
              + PROCESS
              + ",\"name\":\"tasks per second\",\"ts\":"
              + micros(slot * recording.slotNanos())
              + ",\"args\":{\"tasks\":"
              + decimal(recording.ended().get(slot) / seconds)
              + "}}");
    }
  }

  private String otherData() {
    List<String> members = new ArrayList<>();
    for (Fact fact : summary.settings()) {
      members.add(quoted(fact.name()) + ":" + quoted(fact.value()));
    }
    return "{" + String.join(",", members) + "}";
  }

  private static String name(String kind, int thread, String name) {
    return "{\"ph\":\"M\",\"pid\":"
        + PROCESS
        + ",\"tid\":"
        + thread
        + ",\"name\":"
        + quoted(kind)
        + ",\"args\":{\"name\":"
        + quoted(name)
        + "}}";
  }

  /** All of an event but its arguments and its end. */
  private static String complete(String name, int thread, long beginNanos, long nanos) {
    return "{\"ph\":\"X\",\"pid\":"
        + PROCESS
        + ",\"tid\":"
        + thread
        + ",\"name\":"
        + quoted(name)
        + ",\"ts\":"
        + micros(beginNanos)
        + ",\"dur\":"
        + micros(nanos);
  }

  private static String micros(long nanos) {
    return decimal(nanos / 1e3);
  }

  private static String decimal(double number) {
    return String.format(Locale.ROOT, "%.3f", number);
  }

  static String quoted(String text) {
    StringBuilder json = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> json.append("\\\"");
        case '\\' -> json.append("\\\\");
        default -> {
          if (c < ' ' || Character.isSurrogate(c)) {
            json.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
          } else {
            json.append(c);
          }
        }
      }
    }
    return json.append('"').toString();
  }
}
