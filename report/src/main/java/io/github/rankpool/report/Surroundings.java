package io.github.rankpool.report;

import io.github.rankpool.MpiPoolExecutor;
import io.github.rankpool.config.Setting;
import io.github.rankpool.config.Settings;
import java.util.ArrayList;
import java.util.List;

/** Where this JVM runs, and what was set for Rankpool outside of the program. */
final class Surroundings {
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
    facts.addAll(settings());
    return facts;
  }

  private static String property(String name) {
    return System.getProperty(name, "unknown");
  }

  /** Of settings only: what else has the prefix may be a secret. */
  private static List<Fact> settings() {
    Settings settings;
    try {
      settings = Settings.ofProcess();
    } catch (IllegalArgumentException e) {
      return List.of(new Fact("settings", String.valueOf(e.getMessage())));
    }
    return Setting.all().stream()
        .flatMap(setting -> settings.text(setting).map(given -> fact(setting, given)).stream())
        .toList();
  }

  private static Fact fact(Setting<?> setting, Settings.Value<String> given) {
    return new Fact(
        "setting " + setting.key(), given.value().strip() + " (" + given.origin() + ")");
  }
}
