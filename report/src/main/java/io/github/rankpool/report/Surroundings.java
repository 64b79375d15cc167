package io.github.rankpool.report;

import io.github.rankpool.MpiPoolExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Where this JVM runs, and what was set for Rankpool outside of the program. */
final class Surroundings {
  private static final String PROPERTIES = "rankpool.";
  private static final String VARIABLES = "RANKPOOL_";

  /** A secret. */
  private static final String CREDENTIAL = "RANKPOOL_CREDENTIAL";

  private Surroundings() {}

  static List<Fact> facts() {
    List<Fact> facts = new ArrayList<>();
    String version = MpiPoolExecutor.class.getPackage().getImplementationVersion();
    facts.add(new Fact("Rankpool", version == null ? "(development)" : version));
    facts.add(new Fact("Java", property("java.version") + ", " + property("java.vm.name")));
    facts.add(
        new Fact(
            "system",
            property("os.name") + " " + property("os.version") + ", " + property("os.arch")));
    Runtime runtime = Runtime.getRuntime();
    facts.add(new Fact("processors here", Figures.count(runtime.availableProcessors())));
    facts.add(new Fact("memory of this JVM, at most", Figures.bytes(runtime.maxMemory())));
    settings(System.getProperties(), PROPERTIES, facts);
    settings(System.getenv(), VARIABLES, facts);
    return facts;
  }

  private static String property(String name) {
    return System.getProperty(name, "unknown");
  }

  private static void settings(Map<?, ?> all, String prefix, List<Fact> facts) {
    Map<String, String> sorted = new TreeMap<>();
    all.forEach((name, value) -> sorted.put(String.valueOf(name), String.valueOf(value)));
    sorted.forEach(
        (name, value) -> {
          if (name.startsWith(prefix) && !name.equals(CREDENTIAL)) {
            facts.add(new Fact(name, value));
          }
        });
  }
}
